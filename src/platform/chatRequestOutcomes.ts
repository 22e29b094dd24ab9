import { localDay, type OutcomeEvent, type OutcomeType } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';

export interface OutcomePorts {
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What became of an answer. */
export interface Became {
  readonly taskId: string;
  readonly type: OutcomeType;
  /** That were shown, accepted, turned down or are left. */
  readonly characters: number;
  /** Concluded from what the user did, because nobody reports it. */
  readonly isInferred: boolean;
}

/** The event of something that became of an answer just now. */
export function outcomeNow({ clock, newId }: OutcomePorts, became: Became): OutcomeEvent {
  const atMs = clock.now();
  return { id: newId(), atMs, localDay: localDay(atMs, clock.timeZone()), ...became };
}

/** So many characters at both ends are in both texts: what is left of one that was changed in one place. */
export function sharedCharacters(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return start + end;
}
