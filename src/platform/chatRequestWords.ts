import * as vscode from 'vscode';
import { formatUsd } from '../core/money/index.ts';
import type { Rejection } from '../core/selection/index.ts';
import type { ChatAnswer, RefusedDecision } from './chatRequest.ts';
import { failureInWords } from './failureWords.ts';

const { t } = vscode.l10n;

/** What says of a model that it was not meant, or cannot do this: whoever could have answered is more interesting. */
const notMeant: ReadonlySet<string> = new Set([
  'not-on-ladder',
  'below-least-tier',
  'above-most-tier',
  'no-chat',
  'no-tools',
  'no-images',
  'rule-exclude',
]);

/** The rejection that says most of why nobody was asked; undefined where nobody was there who was meant. */
export function tellingRejection(rejected: readonly Rejection[]): Rejection | undefined {
  return rejected.find(({ rule }) => !notMeant.has(rule));
}

/** Why nobody was asked, in a sentence. */
export function refusalInWords({ rule, rejected }: RefusedDecision): string {
  const telling = tellingRejection(rejected);
  if (telling) return t('Farthing: no model may answer: {0}.', telling.reason);
  if (rule === 'no-candidate') return t('Farthing: no model is available. Set an API key, or start a local model server.');
  return t('Farthing: no such model is available. Set an API key, or start a local model server.');
}

/** Why there is no answer, or only the beginning of one, in a sentence; undefined where there is nothing to say. */
export function whyUnanswered(answer: ChatAnswer): string | undefined {
  switch (answer.outcome) {
    case 'aborted':
      return undefined;
    case 'refused':
      return refusalInWords(answer.decision);
    case 'failed': {
      const { reason, message } = answer.error;
      // What our own books and rules refused is said best in their words.
      const why = reason === 'not-reserved' || reason === 'policy' ? message : failureInWords(reason);
      return answer.text === '' ? t('Farthing: no answer: {0}.', why) : t('Farthing: the answer broke off: {0}.', why);
    }
    case 'answered':
      if (answer.finish === 'budget') return t('Farthing: the answer was stopped, because the budget could not hold more.');
      if (answer.finish === 'content-filter') return t('Farthing: the answer was stopped by the provider’s content filter.');
      if (answer.finish === 'length') return t('Farthing: the answer was cut at its length limit.');
      return undefined;
  }
}

/** Who answered, and what all attempts cost together. */
export function answerInWords({ by, entries }: Extract<ChatAnswer, { outcome: 'answered' }>): string {
  const cost = entries.reduce((sum, { countedNanoUsd }) => sum + countedNanoUsd, 0);
  const amount = formatUsd(cost);
  return t('{0}, {1}', by.model.id, entries.some(({ isEstimate }) => isEstimate) && cost > 0 ? t('about {0}', amount) : amount);
}
