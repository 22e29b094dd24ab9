import * as vscode from 'vscode';
import type { InstructionFile } from '../../core/agent/index.ts';
import { stripInvisible } from '../../core/policy/index.ts';

/** Where a repository says how it wants to be worked on, and where this is agreed upon: agents.md, Claude Code, Copilot. */
const instructionPaths = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md'] as const;

/** In characters each: it is a part of every prompt. */
const mostText = 32_000;

export interface InstructionFiles {
  readonly read: readonly InstructionFile[];
  /** The user or a policy keeps them from models. */
  readonly leftOut: readonly string[];
}

/**
 * The instruction files of a task's workspace folder, for workspaces that are trusted: whoever calls has asked. What is invisible in them is out. A
 * link is not followed: it would make a repository's file out of any file of the user's.
 */
export async function readInstructionFiles(folder: vscode.Uri, isKept: (path: string) => boolean): Promise<InstructionFiles> {
  const found = await Promise.all(
    instructionPaths.map(async (path) => {
      const text = await textOf(folder, path);
      return text === undefined ? [] : [{ path, text }];
    }),
  );
  const files = found.flat();
  return {
    read: files.filter(({ path }) => !isKept(path)),
    leftOut: files.map(({ path }) => path).filter(isKept),
  };
}

async function textOf(folder: vscode.Uri, path: string): Promise<string | undefined> {
  const steps = path.split('/');
  try {
    for (const [index] of steps.entries()) {
      const { type } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, ...steps.slice(0, index + 1)));
      if ((type & vscode.FileType.SymbolicLink) !== 0) return undefined;
    }
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, ...steps));
    const text = stripInvisible(new TextDecoder().decode(bytes)).slice(0, mostText).trim();
    return text === '' ? undefined : text;
  } catch {
    // Most workspaces have none of them.
    return undefined;
  }
}
