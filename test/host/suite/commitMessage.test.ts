import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as vscode from 'vscode';

interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { readonly value: string };
  commit(message: string): Promise<void>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<Repository | null> };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within 15 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What became of commit messages, as the ledger has it. */
function outcomes(): readonly unknown[] {
  const ledger = new DatabaseSync(path.join(process.env.FARTHING_HOST_LEDGER_FOLDER ?? '', 'ledger.sqlite'), { readOnly: true });
  const told = `SELECT outcome.type FROM outcome JOIN entry USING (task_id) WHERE entry.kind = 'commit-message' ORDER BY outcome.rowid`;
  const rows = ledger.prepare(told).all();
  ledger.close();
  return rows.map(({ type }) => type);
}

describe('A commit message, with the git extension of the editor', () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'farthing-commit-')));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root });
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('git');

  after(async () => {
    await settings().update('enabled', false, vscode.ConfigurationTarget.Global);
    rmSync(root, { recursive: true, force: true });
  });

  it('comes into the box of the repository whose title bar is pressed, and is known for taken once it is committed', async () => {
    git('init', '-q');
    git('config', 'user.name', 'a');
    git('config', 'user.email', 'a@b');
    // The model of these tests goes on as a prompt did where it last ended so: with "assistant" and a new line.
    writeFileSync(path.join(root, 'coin.txt'), 'assistant\nzyxwvu\n');
    git('add', '-A');
    await vscode.extensions.getExtension('farthing.farthing')?.activate();
    await vscode.commands.executeCommand('farthing.lookForLocalServer');
    const exported = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
    await settings().update('enabled', true, vscode.ConfigurationTarget.Global);
    await until(() => exported?.enabled === true, 'git is switched on');
    const repository = await exported?.getAPI(1).openRepository(vscode.Uri.file(root));
    assert.ok(repository);
    await vscode.commands.executeCommand('farthing.writeCommitMessage', { rootUri: repository.rootUri });
    await until(() => /zyxwvu\b/.test(repository.inputBox.value), 'the message is in the box');
    await repository.commit(repository.inputBox.value);
    await until(() => outcomes().length === 3, 'what became of it is in the ledger');
    assert.deepEqual(outcomes(), ['shown', 'accepted', 'kept']);
  });
});
