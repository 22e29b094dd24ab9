import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** Where an export goes, a piece at a time. Nothing is there before `done`, and nothing at all after `givenUp`. */
export interface ExportTarget {
  add(text: string): Promise<void>;
  done(): Promise<void>;
  givenUp(): Promise<void>;
}

export async function openTarget(target: vscode.Uri): Promise<ExportTarget> {
  if (target.scheme !== 'file') return heldTarget(target);
  const part = `${target.fsPath}.part`;
  return partTarget(await open(part, 'w'), part, target.fsPath);
}

/** Beside the file first, and then in its place, so that no more than a page is held. */
function partTarget(handle: FileHandle, part: string, file: string): ExportTarget {
  return {
    add: (text) => handle.appendFile(text),
    async done() {
      await handle.sync();
      await handle.close();
      await rename(part, file);
    },
    async givenUp() {
      // Closed before, where it could not be moved.
      await handle.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

/** The editor writes other places in one piece, which it holds twice. */
const mostHeldMegabytes = 256;

function heldTarget(target: vscode.Uri): ExportTarget {
  // Bytes rather than one string, whose length has a limit.
  const pieces: Buffer[] = [];
  let held = 0;
  return {
    async add(text) {
      const bytes = Buffer.from(text);
      held += bytes.length;
      if (held > mostHeldMegabytes * 1_000_000)
        throw new Error(
          t(
            'There is more of it than can be sent to that place at once ({0} MB). Save it on this machine, or export it with "farthing export".',
            mostHeldMegabytes,
          ),
        );
      pieces.push(bytes);
    },
    async done() {
      await vscode.workspace.fs.writeFile(target, Buffer.concat(pieces));
    },
    async givenUp() {
      pieces.length = 0;
    },
  };
}
