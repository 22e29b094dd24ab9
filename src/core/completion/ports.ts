import type { OutcomeEvent } from '../ledger/index.ts';
import type { Clock, Router } from '../router.ts';
import type { Segment } from '../task/index.ts';
import type { CheckSyntax } from './checkSyntax.ts';
import type { Snapshot } from './snapshot.ts';
import type { Timers } from './timers.ts';
import type { WorthJudge } from './worth/judge.ts';

export interface CompletionPorts {
  readonly router: Router;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Takes what became of offers; it must not throw. */
  readonly record: (event: OutcomeEvent) => void;
  /** What other places say about this one; asked for while the engine waits, and left out when it is late. */
  readonly gather?: GatherContext;
  /** Asked of what would be shown. Without it everything may be. */
  readonly checkSyntax?: CheckSyntax;
  /** Asked before a paid request leaves by itself. Without it all are worth asking. */
  readonly worth?: WorthJudge;
  /** More is known by now of what stands at this place than was offered there: the editor may ask again. */
  readonly improved?: (at: Snapshot) => void;
  /** An answer that was of no use is asked of the next tier, while there is time. Read at each question. */
  readonly isEscalating?: () => boolean;
  /** What comes after an offer that stands is asked ahead of time, of models that cost nothing. Read at each offer; without it, always. */
  readonly isFollowingUp?: () => boolean;
}

/**
 * Segments of the role `context`, named after the files they come from, the most stable first. Nothing of a file that may not enter is ever in
 * them. It settles soon after the signal aborts, with what is there by then.
 */
export type GatherContext = (snapshot: Snapshot, signal: AbortSignal) => Promise<readonly Segment[]>;

/** A question of the editor. */
export interface CompletionRequest {
  readonly snapshot: Snapshot;
  /** `invoke`: the user pressed the key for it. `again`: the engine said that more is known there; nothing is asked for it. */
  readonly trigger: 'automatic' | 'invoke' | 'again';
  /** The whole document around the cursor, line ends as `\n`, as long as it is still as the snapshot has it; read only where it is needed. */
  readonly whole?: () => WholeText | undefined;
}

/** A document in two pieces, the cursor between them. */
export interface WholeText {
  readonly before: string;
  readonly after: string;
}

/** A change of a document as the editor tells it: line ends as they stand there, offsets in UTF-16 units of the text before the change. */
export interface TextChange {
  readonly uri: string;
  readonly offset: number;
  readonly removed: number;
  readonly inserted: string;
}
