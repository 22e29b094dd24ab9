import * as vscode from 'vscode';
import type { AskedPath } from '../../../core/agent/paths/index.ts';
import type { Diagnostics, FileProblems, Problem } from '../../../core/agent/tools/index.ts';
import type { Timers } from '../../../core/completion/index.ts';
import { addressesOf } from './openDocuments.ts';

const times = {
  /** Languages that have said nothing of a change by then are not waited for. */
  mostMs: 2_000,
  /** Several speak one after the other: what they say counts once they are quiet for so long. */
  quietMs: 300,
} as const;

export interface EditorDiagnosticsPorts {
  readonly folder: vscode.Uri;
  readonly timers: Timers;
}

/** Errors and warnings as the editor's languages tell them. */
export function editorDiagnostics({ folder, timers }: EditorDiagnosticsPorts): Diagnostics {
  const problems: Diagnostics['problems'] = async (files) => {
    if (files === 'all') return vscode.languages.getDiagnostics().flatMap(([uri, found]) => ofUri(folder, uri, found));
    return files.map((asked) => ({
      asked,
      problems: problemsOf(addressesOf(folder, asked).flatMap((uri) => vscode.languages.getDiagnostics(uri))),
    }));
  };
  return {
    problems,
    problemsAfterChange: async (files, signal) => {
      const uris = files.flatMap((asked) => addressesOf(folder, asked));
      const told = changesTold(uris, timers, signal);
      // Languages look at what is open; a document that nobody shows is closed by the editor again.
      await Promise.all(files.map((asked) => opened(folder, asked)));
      await told;
      return problems(files, signal);
    },
  };
}

async function opened(folder: vscode.Uri, asked: AskedPath): Promise<void> {
  const [uri] = addressesOf(folder, asked);
  if (!uri) return;
  await vscode.workspace.openTextDocument(uri).then(
    () => undefined,
    // No text to the editor, or too large for it: then nobody says anything of it.
    () => undefined,
  );
}

/** Resolves when it is quiet after news of one of these files, or late enough. */
function changesTold(uris: readonly vscode.Uri[], timers: Timers, signal: AbortSignal): Promise<void> {
  const addresses = new Set(uris.map((uri) => uri.toString()));
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancelQuiet: (() => void) | undefined;
  const listener = vscode.languages.onDidChangeDiagnostics((event) => {
    if (!event.uris.some((uri) => addresses.has(uri.toString()))) return;
    cancelQuiet?.();
    cancelQuiet = timers.after(times.quietMs, resolve);
  });
  const cancelLate = timers.after(times.mostMs, resolve);
  const abort = (): void => resolve();
  signal.addEventListener('abort', abort);
  if (signal.aborted) resolve();
  return promise.finally(() => {
    cancelQuiet?.();
    cancelLate();
    listener.dispose();
    signal.removeEventListener('abort', abort);
  });
}

function ofUri(folder: vscode.Uri, uri: vscode.Uri, found: readonly vscode.Diagnostic[]): readonly FileProblems[] {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return [];
  const path = folder.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.path;
  // Languages name files as the editor opened them, which is where they are.
  return [{ asked: { text: path, absolute: path, real: path }, problems: problemsOf(found) }];
}

function problemsOf(found: readonly vscode.Diagnostic[]): readonly Problem[] {
  return found.flatMap(({ severity, range, message, source }): Problem[] => {
    if (severity > vscode.DiagnosticSeverity.Warning) return [];
    const isError = severity === vscode.DiagnosticSeverity.Error;
    return [
      {
        severity: isError ? 'error' : 'warning',
        line: range.start.line + 1,
        message: message.replace(/\s+/g, ' ').slice(0, 500),
        ...(source !== undefined && { source }),
      },
    ];
  });
}
