import type { Decision } from '../selection/index.ts';
import type { Heard } from './heard.ts';
import { type CompletionResult, nothing, superseded, type WhyNot } from './offer.ts';
import { refusalsOf } from './refusals.ts';

/** In the words of a question that nobody may be asked. */
export function whyRefused({ rule, rejected }: Extract<Decision, { outcome: 'refused' }>): WhyNot {
  return { reason: 'no-model', detail: rule, refusals: refusalsOf(rejected) };
}

/** In the words of a question that got no answer at all. */
export function unanswered(heard: Exclude<Heard, { outcome: 'answered' | 'begun' }>): CompletionResult {
  switch (heard.outcome) {
    case 'left':
    case 'aborted':
      return superseded;
    case 'refused':
      return nothing(whyRefused(heard.decision));
    case 'not-worth':
      return nothing({ reason: 'not-worth', verdict: heard.verdict });
    case 'failed': {
      const { error, rejected = [] } = heard;
      const refusals = refusalsOf(rejected);
      return nothing({ reason: 'failed', error: error.reason, detail: error.message, ...(refusals.length > 0 && { refusals }) });
    }
  }
}
