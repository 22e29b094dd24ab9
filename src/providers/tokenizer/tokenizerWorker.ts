import { parentPort } from 'node:worker_threads';
import { ChunkCounter } from './chunkCounter.ts';
import { countO200k } from './o200k.ts';
import type { CountReply, CountRequest } from './tokenizerProtocol.ts';

/** The thread that holds the vocabulary, so that neither loading it nor counting ever keeps the editor waiting. */
const counter = new ChunkCounter(countO200k);

parentPort?.on('message', (request: CountRequest) => parentPort?.postMessage(answer(request)));

function answer({ id, texts }: CountRequest): CountReply {
  try {
    return { type: 'counted', id, tokens: texts.reduce((sum, text) => sum + counter.count(text), 0) };
  } catch (error) {
    return { type: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}
