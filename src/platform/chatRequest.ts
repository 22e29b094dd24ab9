import type { Candidate } from '../core/catalogue/index.ts';
import type { LedgerEntry, OutcomeEvent } from '../core/ledger/index.ts';
import type { Policy } from '../core/policy/index.ts';
import type { Router, RouterPart } from '../core/router.ts';
import type { Decision, Rejection } from '../core/selection/index.ts';
import type { FinishReason, ProviderError, Task, ToolCall } from '../core/task/index.ts';

/** What features ask models through. It is loaded with the core, so that nothing of it weighs on activation. */
export interface ChatRequestCore {
  readonly router: Router;
  /** The policy in force: the very same object for as long as nothing changes. */
  readonly policy: () => Policy;
  /** Stored, and told to whom the user named; it never throws. */
  readonly record: (event: OutcomeEvent) => void;
}

export type LoadChatRequestCore = () => Promise<ChatRequestCore>;

export type RefusedDecision = Extract<Decision, { outcome: 'refused' }>;

/** What a request came to. `failed` may have begun to answer. `aborted`: the caller lost interest, or the user did not let it leave. */
export type ChatAnswer =
  | {
      readonly outcome: 'answered';
      readonly text: string;
      readonly calls: readonly ToolCall[];
      readonly finish: Exclude<FinishReason, 'aborted'>;
      readonly by: Candidate;
      /** Why just that one. */
      readonly reason: string;
      readonly entries: readonly LedgerEntry[];
    }
  | { readonly outcome: 'refused'; readonly decision: RefusedDecision }
  | { readonly outcome: 'failed'; readonly error: ProviderError; readonly text: string; readonly rejected: readonly Rejection[] }
  | { readonly outcome: 'aborted' };

/** Asks, and resolves once the answer is in the books. It never rejects. */
export async function answerOf(
  router: Router,
  task: Task,
  signal: AbortSignal,
  onPart: (part: RouterPart) => void = () => undefined,
): Promise<ChatAnswer> {
  const calls: ToolCall[] = [];
  const entries: LedgerEntry[] = [];
  let text = '';
  let decision: Decision | undefined;
  let by: Candidate | undefined;
  let finish: FinishReason | undefined;
  let error: ProviderError | undefined;
  for await (const part of router.route(task, signal)) {
    switch (part.type) {
      case 'decision':
        decision = part.decision;
        break;
      case 'attempt':
        by = part.candidate;
        break;
      case 'text-delta':
        text += part.text;
        break;
      case 'tool-call-end':
        calls.push(part.call);
        break;
      case 'finish':
        finish = part.reason;
        break;
      case 'error':
        error = part.error;
        break;
      case 'settled':
        entries.push(part.entry);
        break;
      default:
        break;
    }
    onPart(part);
  }
  if (error) return { outcome: 'failed', error, text, rejected: decision?.rejected ?? [] };
  if (decision?.outcome === 'refused' && !finish) return { outcome: 'refused', decision };
  if (!decision || !by || !finish || finish === 'aborted') return { outcome: 'aborted' };
  return { outcome: 'answered', text, calls, finish, by, reason: decision.reason, entries };
}
