import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import treeSitter from '@vscode/tree-sitter-wasm';
import { IncrementalParser } from './incrementalParser.ts';
import type { SyntaxQuestion, SyntaxReply, SyntaxWorkerData } from './syntaxProtocol.ts';

/** The thread that parses: 200 kB take a tenth of a second, and the editor must not wait for that. What fails here ends the thread. */
const { grammars, givenUp } = workerData as SyntaxWorkerData;
const givenUpId = new Int32Array(givenUp);
const started = treeSitter.Parser.init({ locateFile: (name) => path.join(grammars, name) }).then(
  () => new IncrementalParser({ readGrammar: (grammar) => readFile(path.join(grammars, `tree-sitter-${grammar}.wasm`)) }),
);

parentPort?.on('message', (question: SyntaxQuestion) => void answer(question));

async function answer({ id, grammar, before, text, after }: SyntaxQuestion): Promise<void> {
  const parser = await started;
  const verdict = await parser.verdictOf(grammar, before + text + after, () => Atomics.load(givenUpId, 0) >= id);
  parentPort?.postMessage({ id, verdict } satisfies SyntaxReply);
}
