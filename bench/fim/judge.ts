import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import treeSitter from '@vscode/tree-sitter-wasm';
import type { Snapshot } from '../../src/core/completion/index.ts';

export const grammarFolder = path.dirname(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm')));

/** Whether a problem's file parses with that text in it; read from its beginning each time, unlike in the extension. */
export type Judge = (at: Pick<Snapshot, 'prefix' | 'suffix'>, text: string) => boolean;

export async function startJudge(): Promise<Judge> {
  await treeSitter.Parser.init({ locateFile: (name) => path.join(grammarFolder, name) });
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(await readFile(path.join(grammarFolder, 'tree-sitter-python.wasm'))));
  return ({ prefix, suffix }, text) => {
    const tree = parser.parse(prefix + text + suffix);
    if (!tree) throw new Error('cannot measure: the parser gave up');
    const parses = !tree.rootNode.hasError;
    tree.delete();
    return parses;
  };
}
