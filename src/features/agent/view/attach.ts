import * as vscode from 'vscode';
import { type Attachment, beginningOf } from '../../../core/agent/index.ts';
import { isSecretFile } from '../../../core/agent/paths/index.ts';
import { visible } from '../../../platform/visible.ts';
import { workspacePlaceOf } from '../../../platform/workspacePlace.ts';

const { t } = vscode.l10n;

export interface AttachPorts {
  /** What the user or a workspace keeps out of prompts. */
  readonly isExcluded: (uri: vscode.Uri) => boolean;
}

/** In characters; a model reads a longer file in parts, by its tool. */
const mostText = 100_000;
/** In files: more than anybody looks through in a list. */
const mostFiles = 5000;
/** Installed packages alone would fill the list. The user's own excluded files stay out besides. */
const notOffered = '**/{node_modules,.git}/**';

/** A file of the workspace that the user picks. */
export async function pickFile(ports: AttachPorts): Promise<Attachment | undefined> {
  const files = await vscode.workspace.findFiles('**/*', notOffered, mostFiles);
  const items = files
    .filter((uri) => !ports.isExcluded(uri))
    .map((uri) => ({ label: visible(workspacePlaceOf(uri).path), uri }))
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const placeHolder =
    files.length < mostFiles ? {} : { placeHolder: t('These are the first {0} files: open another one to attach it.', mostFiles) };
  const picked = await vscode.window.showQuickPick(items, { title: t('Attach a file'), matchOnDescription: true, ...placeHolder });
  return picked && attachFile(picked.uri, ports);
}

/** What is selected in the active editor; without a selection, the file. */
export async function attachSelection(ports: AttachPorts): Promise<Attachment | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage(t('Open a file first: what is selected in it, or all of it, is attached.'));
    return undefined;
  }
  const { document, selection } = editor;
  if (selection.isEmpty) return attachFile(document.uri, ports);
  if (!(await mayLeave(document.uri, ports))) return undefined;
  return {
    type: 'selection',
    ...placeOf(document.uri),
    lines: { from: selection.start.line + 1, to: selection.end.line + 1 },
    text: cut(document.getText(selection), document.uri),
  };
}

/** A problem that the editor shows in the active file, or, where there is none, in any other. */
export async function pickProblem(ports: AttachPorts): Promise<Attachment | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active ? vscode.languages.getDiagnostics(active).map((problem) => ({ uri: active, problem })) : [];
  const all =
    own.length > 0 ? own : vscode.languages.getDiagnostics().flatMap(([uri, problems]) => problems.map((problem) => ({ uri, problem })));
  const items = all.slice(0, mostFiles).map(({ uri, problem }) => ({
    label: visible(problem.message.split('\n')[0] ?? ''),
    description: visible(`${workspacePlaceOf(uri).path}:${problem.range.start.line + 1}`),
    uri,
    problem,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('There is no problem to attach.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, { title: t('Attach a problem'), matchOnDescription: true });
  if (!picked || !(await mayLeave(picked.uri, ports))) return undefined;
  const { range, message, source } = picked.problem;
  return {
    type: 'problem',
    ...placeOf(picked.uri),
    lines: { from: range.start.line + 1, to: range.end.line + 1 },
    text: source ? `${source}: ${message}` : message,
  };
}

async function attachFile(uri: vscode.Uri, ports: AttachPorts): Promise<Attachment | undefined> {
  if (!(await mayLeave(uri, ports))) return undefined;
  const text = await textOf(uri);
  if (text === undefined) {
    void vscode.window.showWarningMessage(t('{0} is no text: it cannot be attached.', visible(workspacePlaceOf(uri).path)));
    return undefined;
  }
  return { type: 'file', ...placeOf(uri), text: cut(text, uri) };
}

/** Both the user and the model are told. */
function cut(text: string, uri: vscode.Uri): string {
  if (text.length <= mostText) return text;
  const { path } = workspacePlaceOf(uri);
  void vscode.window.showInformationMessage(t('Only the first {0} characters of {1} are attached.', mostText, visible(path)));
  return beginningOf(text, mostText);
}

/** Of which folder it is counts: that one's policy holds for it, whatever folder the task is of. */
function placeOf(uri: vscode.Uri): Pick<Attachment, 'path' | 'folder'> {
  const { path, folder } = workspacePlaceOf(uri);
  return { path, ...(folder && { folder: folder.uri.toString() }) };
}

/** What is in the editor counts, saved or not. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return text.includes('\0') ? undefined : text;
}

/** What may hold secrets is asked for, although the user chose it: a slip in a list is quickly made. */
async function mayLeave(uri: vscode.Uri, { isExcluded }: AttachPorts): Promise<boolean> {
  const { path } = workspacePlaceOf(uri);
  if (isExcluded(uri)) {
    void vscode.window.showWarningMessage(t('{0} is kept out of prompts by your settings.', visible(path)));
    return false;
  }
  if (!isSecretFile(path)) return true;
  const attach = t('Attach');
  const detail = t('Such files often hold secrets. What is attached is sent to a model.');
  return (await vscode.window.showWarningMessage(t('Attach {0}?', visible(path)), { modal: true, detail }, attach)) === attach;
}
