import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as vscode from 'vscode';
import { predictInfill } from '../../engine/copyRule.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('farthing');

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within 15 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function editorWith(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Asks, and commits once ghost text is there: the document changes then, and only then. */
async function takeSuggestion({ document }: vscode.TextEditor): Promise<void> {
  const before = document.getText();
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  await until(async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    return document.getText() !== before;
  }, 'a suggestion was committed');
}

/** What the model says to the end of the line, when asked at the end of that text. */
function predictedLine(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  return predictInfill({ prefix: text.slice(0, lineStart), prompt: text.slice(lineStart), suffix: '' }, 96).text.split('\n')[0] ?? '';
}

describe('Inline completion in the extension host', () => {
  before(async () => {
    await vscode.extensions.getExtension('farthing.farthing')?.activate();
    await vscode.commands.executeCommand('farthing.lookForLocalServer');
  });

  it('puts what the model predicts into an untitled document', async () => {
    const text = 'walrusHerding(northShore);\nwalrusH';
    const editor = await editorWith(text);
    await takeSuggestion(editor);
    assert.equal(editor.document.getText(), text + predictedLine(text));
  });

  it('writes the line ends of the document', async () => {
    const text = 'if (ready) {\r\n  openGate(key)\r\n}\r\n\r\nif (ready) {';
    const editor = await editorWith(text);
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    await takeSuggestion(editor);
    assert.equal(editor.document.getText(), `${text}\r\n  openGate(key)\r\n}`);
  });

  it('leaves characters of two units whole', async () => {
    const text = 'say("🦊🐈 fox");\nsay("🦊';
    const editor = await editorWith(text);
    await takeSuggestion(editor);
    assert.equal(editor.document.getText(), text + predictedLine(text));
  });

  it('offers nothing where it is switched off', async () => {
    await settings().update('completion.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      const text = 'pelicanBrief(courtHouse);\npelicanB';
      const editor = await editorWith(text);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      assert.equal(editor.document.getText(), text);
    } finally {
      await settings().update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is turned off and on by its command', async () => {
    await vscode.commands.executeCommand('farthing.toggleCompletions');
    assert.equal(settings().get('completion.enabled'), false);
    await vscode.commands.executeCommand('farthing.toggleCompletions');
    assert.equal(settings().get('completion.enabled'), true);
    await settings().update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
  });

  it('stores that a suggestion was shown and accepted', async () => {
    const file = path.join(process.env.FARTHING_HOST_LEDGER_FOLDER ?? '', 'ledger.sqlite');
    const text = 'magpieNest(tallOak);\nmagpieN';
    const editor = await editorWith(text);
    await takeSuggestion(editor);
    await until(() => {
      const ledger = new DatabaseSync(file, { readOnly: true });
      const rows = ledger.prepare(`SELECT DISTINCT type FROM outcome WHERE characters = ? ORDER BY type`).all(predictedLine(text).length);
      ledger.close();
      return JSON.stringify(rows.map(({ type }) => type)) === '["accepted","shown"]';
    }, 'shown and accepted are in the ledger');
  });
});

describe('Commands', () => {
  it('are all registered', async () => {
    const contributed = vscode.extensions.getExtension('farthing.farthing')?.packageJSON.contributes.commands as { command: string }[];
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter(({ command }) => !registered.has(command)),
      [],
    );
  });
});
