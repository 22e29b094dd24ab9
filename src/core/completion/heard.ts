import type { Decision, Rejection } from '../selection/index.ts';
import type { ProviderError } from '../task/index.ts';
import type { Showable } from './showable.ts';
import type { WorthVerdict } from './worth/judge.ts';

type RefusedDecision = Extract<Decision, { outcome: 'refused' }>;

/** Why somebody may not be asked: it is not worth its money, or it is of no use to say why. */
export type Objection = { readonly outcome: 'not-worth'; readonly verdict: WorthVerdict } | { readonly outcome: 'aborted' };

/** How a request ended. `aborted`: it was given up, by the user's typing or by the engine. */
export type Asked =
  | { readonly outcome: 'answered'; readonly answer: Showable }
  | { readonly outcome: 'refused'; readonly decision: RefusedDecision }
  | { readonly outcome: 'failed'; readonly error: ProviderError; readonly rejected?: readonly Rejection[] }
  | Objection;

/** What a question learns of it. `begun`: the complete lines so far, as they came, while the answer goes on. `left`: its signal aborted first. */
export type Heard = Asked | { readonly outcome: 'begun'; readonly raw: string } | { readonly outcome: 'left' };
