import type { CacheMissCause } from '../core/caching/index.ts';
import type { AttemptFact, DecisionFact, Tokens } from '../core/ledger/index.ts';
import { count, exactUsd } from './words.ts';

/** A line: its name has at most nine characters, as the others' of `explain`. */
export type Field = readonly [name: string, value: string];

export function decisionFields(fact: DecisionFact): readonly Field[] {
  switch (fact.type) {
    case 'chosen':
      return [['chosen', fact.candidate]];
    case 'rule':
      return [['rule', fact.rule]];
    case 'reason':
      return [['reason', fact.reason]];
    case 'rules':
      return [['rules', fact.names.join('; ')]];
    case 'expected-cost':
      return [['expected', fact.nanoUsd === undefined ? 'unpriced' : exactUsd(fact.nanoUsd)]];
    case 'cost-per-useful':
      return [['useful', `${exactUsd(fact.nanoUsd)} for each useful answer`]];
    case 'quality':
      return [
        ['quality', fact.mean === undefined ? fact.source : `${Math.round(fact.mean * 100)} % likely to be useful, by: ${fact.source}`],
      ];
    case 'fallbacks':
      return [['fallbacks', fact.candidates.join(', ') || 'none']];
    case 'rejected':
      return fact.candidates.map(({ candidate, rule, reason }): Field => ['rejected', `${candidate}: ${rule}: ${reason}`]);
  }
}

export function attemptField(fact: AttemptFact): Field {
  switch (fact.type) {
    case 'effort':
      return ['effort', fact.effort];
    case 'service-tier':
      return ['service', `${fact.serviceTier}, as asked for`];
    case 'precision':
      return ['precision', fact.precision];
    case 'tokens':
      return ['predicted', fact.came ? `${tokensText(fact.predicted)}; really: ${tokensText(fact.came)}` : tokensText(fact.predicted)];
    case 'cache-plan':
      return ['cache', `planned: ${fact.plan}`];
    case 'cache-read':
      return [
        'cached',
        `${count(fact.expectedTokens)} tokens expected${fact.readTokens === undefined ? '' : `; really: ${count(fact.readTokens)}`}`,
      ];
    case 'cache-miss':
      return ['missed', cacheMissText(fact.cause)];
    case 'redactions':
      return ['redacted', fact.redactions.map(({ kind, count: times }) => (times === 1 ? kind : `${kind} x ${count(times)}`)).join(', ')];
    case 'session':
      return ['session', fact.sessionId];
  }
}

function tokensText({ input, output }: Tokens): string {
  return `${count(input)} in, ${count(output)} out`;
}

const cacheMissTexts: Readonly<Record<CacheMissCause, string>> = {
  expired: 'the cache had expired',
  'prefix-changed': 'the prompt changed before the end of what was cached',
  'model-switched': 'another model or endpoint was asked last',
  'beyond-look-back': 'more was added since the last mark than the provider looks back',
  evicted: 'the provider had let it go, or sent the request to another machine',
};

function cacheMissText(cause: string): string {
  return Object.entries(cacheMissTexts).find(([known]) => known === cause)?.[1] ?? cause;
}
