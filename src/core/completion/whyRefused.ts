import type { Decision } from '../selection/index.ts';
import type { WhyNot } from './offer.ts';
import { refusalsOf } from './refusals.ts';

/** In the words of a question that nobody may be asked. */
export function whyRefused({ rule, rejected }: Extract<Decision, { outcome: 'refused' }>): WhyNot {
  return { reason: 'no-model', detail: rule, refusals: refusalsOf(rejected) };
}
