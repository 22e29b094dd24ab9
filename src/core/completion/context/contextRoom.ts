import type { Candidate } from '../../catalogue/index.ts';
import { paidContextBytes, utf8Bytes } from '../../tokens/index.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * What other places may take of a prompt, in bytes. On this machine a stable beginning costs nothing the second time. Some 8,000 and 1,700
 * tokens.
 */
const mostBytes = { local: 24_576, paid: paidContextBytes } as const;

/** Room comes and goes in such steps, so that it does not change at each key. */
const stepBytes = 1_024;

/**
 * llama.cpp's server takes of extra files only what fits beside a whole batch, which is 2,048 tokens unless the user says otherwise, and drops
 * the rest without a word.
 */
const batchTokens = 2_048;
const answerTokens = 256;
/** On the safe side for code. */
const bytesPerToken = 3;

/** How many bytes of context a prompt for that model may hold. Unknown model: as little as for a paid one. */
export function contextRoomBytes(candidate: Pick<Candidate, 'model' | 'endpoint'> | undefined, snapshot: Snapshot): number {
  const isLocal = candidate?.endpoint.billing === 'local';
  const most = isLocal ? mostBytes.local : mostBytes.paid;
  const contextTokens = candidate?.model.contextTokens;
  if (contextTokens === undefined) return isLocal ? mostBytes.paid : most;
  const ownTokens = Math.ceil((utf8Bytes(snapshot.prefix) + utf8Bytes(snapshot.suffix)) / bytesPerToken);
  const room = (contextTokens - Math.max(batchTokens, ownTokens) - answerTokens) * bytesPerToken;
  return Math.max(0, Math.min(most, Math.floor(room / stepBytes) * stepBytes));
}
