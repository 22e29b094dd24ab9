import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

/** A workspace's own rules, relative to its folder. */
export const rulesPath = '.farthing/rules.jsonc';

/** A hundred rules fit many times over. */
const mostBytes = 64 * 1024;

export type RulesFileReading =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'read'; readonly text: string; readonly hash: string }
  | { readonly outcome: 'unreadable'; readonly reason: string };

export function rulesFileOf({ uri }: Pick<vscode.WorkspaceFolder, 'uri'>): vscode.Uri {
  return vscode.Uri.joinPath(uri, rulesPath);
}

/** A file system far away may never answer: then the file counts as one that cannot be read. */
const mostMs = 10_000;

/** Never rejects, and settles in time. `after`: runs the callback once after so many milliseconds. */
export async function readRulesFile(file: vscode.Uri, after: (ms: number, callback: () => void) => () => void): Promise<RulesFileReading> {
  const tooLate = Promise.withResolvers<RulesFileReading>();
  const stop = after(mostMs, () => tooLate.resolve({ outcome: 'unreadable', reason: `it was not there within ${mostMs / 1000} s` }));
  try {
    return await Promise.race([read(file), tooLate.promise]);
  } finally {
    stop();
  }
}

async function read(file: vscode.Uri): Promise<RulesFileReading> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > mostBytes) return { outcome: 'unreadable', reason: `it has ${size} bytes, and must not have more than ${mostBytes}` };
    const bytes = await vscode.workspace.fs.readFile(file);
    // Its size may have changed meanwhile.
    if (bytes.byteLength > mostBytes) return { outcome: 'unreadable', reason: `it must not have more than ${mostBytes} bytes` };
    const text = new TextDecoder().decode(bytes);
    return { outcome: 'read', text, hash: contentHash(text) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && isAbsence(error)) return { outcome: 'none' };
    return { outcome: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The file or its folder is not there, or what has the folder's name is a file. */
function isAbsence({ code }: vscode.FileSystemError): boolean {
  return code === 'FileNotFound' || code === 'FileNotADirectory';
}

/** What the user's approval is bound to. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
