import { estimateTokens } from '../../tokens/index.ts';
import type { AgentEvent, InstructionFile, UserTurn } from '../event.ts';
import type { PastTask } from './estimate.ts';
import { costOf } from './summary.ts';

/** What later estimates are made of; undefined where the task is not over, or cost something that is not known. */
export function pastTaskOf(log: readonly AgentEvent[]): PastTask | undefined {
  const [begun] = log;
  const last = log.at(-1);
  const asked = log.find((event) => event.type === 'requested');
  const { costNanoUsd, isUnpriced } = costOf(log);
  if (begun?.type !== 'begun' || last?.type !== 'ended' || !asked || isUnpriced) return undefined;
  const promptTokens = promptTokensOf(begun.turn, begun.instructions);
  return { mode: begun.mode, kind: asked.kind, promptTokens, costNanoUsd, atMs: begun.atMs };
}

/** How much the user gave, by our own estimate; images are not counted. */
function promptTokensOf({ text, attachments }: UserTurn, instructions: readonly InstructionFile[] = []): number {
  return [text, ...[...attachments, ...instructions].map((each) => each.text)].reduce((sum, each) => sum + estimateTokens(each), 0);
}
