import { type ObservedTask, observe, seededRandom } from '../core/replay/index.ts';
import { observedText } from './observedText.ts';
import type { ReplayCommand } from './replayCommand.ts';

/** Where the ledger's answered tasks come from. */
export interface TaskOutcomeSource {
  /** Tasks of which it is known whether the answer was useful, and what it cost. */
  taskOutcomes(): readonly ObservedTask[];
}

/** What the ledger tells of models. Nothing is drawn: there is no frontier of policies that cannot be replayed. */
export function replayLedger(source: TaskOutcomeSource, file: string, { seed, bootstrapCount, asJson }: ReplayCommand): string {
  const kinds = observe(source.taskOutcomes(), bootstrapCount, seededRandom(seed));
  return asJson ? `${JSON.stringify({ ledger: file, seed, bootstrapCount, kinds }, undefined, 2)}\n` : observedText(file, kinds);
}
