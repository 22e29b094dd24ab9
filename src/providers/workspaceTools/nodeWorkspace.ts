import path from 'node:path';
import type { CommandRunner, WorkspaceFiles, WorkspaceSearch } from '../../core/agent/tools/index.ts';
import { diskFiles } from './diskFiles.ts';
import { placeOnDisk } from './diskPath.ts';
import { listFiles } from './listFiles.ts';
import { lateAfter, plainSearch, searchMs } from './plainSearch.ts';
import { readText } from './readText.ts';
import { ripgrepSearch } from './ripgrepSearch.ts';
import { runCommand } from './runCommand.ts';

export interface NodeWorkspaceOptions {
  /** The workspace folder. */
  readonly root: string;
  /** Where ripgrep is; without it only texts are searched for. */
  readonly ripgrep?: string;
}

export interface NodeWorkspace {
  readonly files: WorkspaceFiles;
  readonly search: WorkspaceSearch;
  readonly commands: CommandRunner;
}

/** A folder on this machine as the agent's tools see it, without an editor: for benchmarks and tests, and under the editor's own. */
export async function createNodeWorkspace({ root, ripgrep }: NodeWorkspaceOptions): Promise<NodeWorkspace> {
  const folder = path.resolve(root);
  return {
    files: diskFiles({ root: folder, place: await placeOnDisk([folder]), ripgrep }),
    search: diskSearch(ripgrep),
    commands: { run: runCommand },
  };
}

export function diskSearch(ripgrep: string | undefined): WorkspaceSearch {
  return {
    search: async (question, signal) => {
      const folder = question.folder.real;
      if (ripgrep !== undefined) return ripgrepSearch(ripgrep, folder, question, signal);
      const { paths, isCut } = await listFiles(folder, undefined, signal);
      const text = async (file: string): Promise<string | undefined> => {
        const content = await readText(path.join(folder, file)).catch(() => undefined);
        return content?.type === 'text' ? content.text : undefined;
      };
      return plainSearch({ paths, isCut, text, isLate: lateAfter(searchMs) }, question, signal);
    },
  };
}
