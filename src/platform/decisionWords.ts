import * as vscode from 'vscode';
import type { CacheMissCause } from '../core/caching/index.ts';
import type { AttemptFact, DecisionFact, RedactionCount, Tokens } from '../core/ledger/index.ts';
import { formatUsd } from '../core/money/index.ts';

const { t } = vscode.l10n;

/** A fact of a decision or of an attempt in the user's language. */
export interface WordedFact {
  readonly name: string;
  readonly text: string;
}

type Count = (value: number) => string;

/** What was not taken is a list of its own, wherever it is shown. */
export type PlainDecisionFact = Exclude<DecisionFact, { readonly type: 'rejected' }>;

export function isPlain(fact: DecisionFact): fact is PlainDecisionFact {
  return fact.type !== 'rejected';
}

export function decisionFactInWords(fact: PlainDecisionFact): WordedFact {
  switch (fact.type) {
    case 'chosen':
      return { name: t('First choice'), text: fact.candidate };
    case 'rule':
      return { name: t('Rule'), text: fact.rule };
    case 'reason':
      return { name: t('Reason'), text: fact.reason };
    case 'rules':
      return { name: t('Rules of yours and of the workspace'), text: fact.names.join('; ') };
    case 'expected-cost':
      return { name: t('Expected cost'), text: fact.nanoUsd === undefined ? t('unpriced') : formatUsd(fact.nanoUsd) };
    case 'cost-per-useful':
      return { name: t('Expected cost for each useful answer'), text: formatUsd(fact.nanoUsd) };
    case 'quality':
      return {
        name: t('Likely to be useful'),
        text: fact.mean === undefined ? fact.source : t('{0} %, by: {1}', Math.round(fact.mean * 100), fact.source),
      };
    case 'fallbacks':
      return { name: t('Next choices'), text: fact.candidates.join(', ') || t('none') };
  }
}

export function attemptFactInWords(fact: AttemptFact, count: Count): WordedFact {
  switch (fact.type) {
    case 'effort':
      return { name: t('Effort'), text: fact.effort };
    case 'service-tier':
      return { name: t('Service tier asked for'), text: fact.serviceTier };
    case 'precision':
      return { name: t('Precision'), text: fact.precision };
    case 'tokens': {
      const predicted = tokensInWords(fact.predicted, count);
      return {
        name: t('Tokens predicted'),
        text: fact.came ? t('{0}; really: {1}', predicted, tokensInWords(fact.came, count)) : predicted,
      };
    }
    case 'cache-plan':
      return { name: t('Planned for the prompt cache'), text: fact.plan };
    case 'cache-read':
      return {
        name: t('Tokens expected from cache'),
        text:
          fact.readTokens === undefined
            ? count(fact.expectedTokens)
            : t('{0}; really: {1}', count(fact.expectedTokens), count(fact.readTokens)),
      };
    case 'cache-miss':
      return { name: t('Why the cache held less'), text: cacheMissInWords(fact.cause) };
    case 'redactions':
      return {
        name: t('Taken out of the prompt'),
        text: fact.redactions.map((redaction) => redactionInWords(redaction, count)).join(', '),
      };
    case 'session':
      return { name: t('Session'), text: fact.sessionId };
  }
}

function tokensInWords({ input, output }: Tokens, count: Count): string {
  return t('{0} in, {1} out', count(input), count(output));
}

function redactionInWords({ kind, count: times }: RedactionCount, count: Count): string {
  return times === 1 ? kind : `${kind} × ${count(times)}`;
}

function cacheMissInWords(cause: string): string {
  const words: Readonly<Record<CacheMissCause, string>> = {
    expired: t('the cache had expired'),
    'prefix-changed': t('the prompt changed before the end of what was cached'),
    'model-switched': t('another model or endpoint was asked last'),
    'beyond-look-back': t('more was added since the last mark than the provider looks back'),
    evicted: t('the provider had let it go, or sent the request to another machine'),
  };
  return Object.entries(words).find(([known]) => known === cause)?.[1] ?? cause;
}
