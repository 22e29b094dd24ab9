import * as vscode from 'vscode';
import type { Tier } from '../../core/catalogue/index.ts';
import type { EntryFinish } from '../../core/ledger/index.ts';
import type { ProviderErrorReason, TaskKind, Usage } from '../../core/task/index.ts';
import type { SpendWords } from './protocol.ts';

const { t } = vscode.l10n;

/** What the page says by itself, whatever the figures are. */
export function pageWords(): SpendWords {
  return {
    heading: t('Farthing: Spend'),
    tabs: t('Pages'),
    today: t('Today'),
    actions: t('Actions'),
    setKey: t('Set API key…'),
    chooseModel: t('Choose model…'),
    openLedgerFolder: t('Open ledger folder'),
    exportCsv: t('Export CSV…'),
    whyNone: t('Why no suggestion?'),
    showLog: t('Open log'),
    pausePaidModels: t('Pause paid models'),
    emptyHeading: t('Nothing has been asked yet'),
    emptyText: t(
      'Type in a file. Each completion that a model answers will be here, with what it cost and why that model was chosen. Local models cost nothing. Paid ones are asked only once you have set a key and a budget.',
    ),
    choosePeriod: t('Period of the tables'),
    requests: t('Requests'),
    tokensIn: t('Tokens in'),
    ofThemFromCache: t('from cache'),
    tokensOut: t('Tokens out'),
    spend: t('Spend'),
    nothingInPeriod: t('Nothing in this period.'),
    budgets: t('Budgets'),
    noBudgets: t('There is no budget, so nothing paid leaves. Set one here, and a key, to let paid models answer.'),
    dollars: t('US dollars'),
    emptyForNone: t('Empty: no budget'),
    save: t('Save'),
    badAmount: t('Write an amount such as 2 or 0.50, or nothing.'),
    amountToAllow: t('Amount to allow, in US dollars'),
    // The page fills in what stands in the field.
    allowMoreToday: t('Allow {0} more today', '{0}'),
    allowMoreThisMonth: t('Allow {0} more this month', '{0}'),
    lastDecisions: t('Last decisions'),
    details: t('Details'),
    time: t('Time'),
    kind: t('Kind'),
    model: t('Model'),
    endpoint: t('Endpoint'),
    cost: t('Cost'),
    tokens: t('Tokens in → out'),
    duration: t('Duration'),
    finish: t('End'),
    reason: t('Reason'),
    rule: t('Rule'),
    expectedCost: t('Expected cost'),
    attempt: t('Attempt'),
    fallbacks: t('Next choices'),
    rejected: t('Not chosen'),
    candidate: t('Candidate'),
    tokensByKind: t('Tokens by what they are billed as'),
    bucket: t('Billed as'),
    tokenCount: t('Tokens'),
    none: t('none'),
    entryId: t('Entry'),
  };
}

export function tierInWords(tier: Tier): string {
  const words: Readonly<Record<Tier, string>> = { local: t('local'), small: t('small'), medium: t('medium'), frontier: t('frontier') };
  return words[tier];
}

/** A kind, or the first word of several, as a heading. */
export function scopeInWords(scope: string): string {
  const words: Readonly<Record<TaskKind | 'completion' | 'agent', string>> = {
    completion: t('Completions'),
    'completion.line': t('Completing a line'),
    'completion.block': t('Completing a block'),
    edit: t('Edits'),
    chat: t('Chat'),
    agent: t('Agent'),
    'agent.plan': t('Agent: planning'),
    'agent.step': t('Agent: steps'),
    'agent.subtask': t('Agent: subtasks'),
    'commit-message': t('Commit messages'),
    title: t('Titles'),
    compaction: t('Summaries'),
  };
  return words[scope as TaskKind] ?? scope;
}

export function finishInWords(finish: EntryFinish, errorReason: ProviderErrorReason | undefined): string {
  const words: Readonly<Record<EntryFinish, string>> = {
    stop: t('complete'),
    length: t('cut at the length limit'),
    'tool-calls': t('tool calls'),
    'content-filter': t('content filter'),
    aborted: t('stopped: not needed any more'),
    budget: t('stopped at the budget'),
    error: t('failed'),
    lost: t('lost'),
  };
  return finish === 'error' && errorReason ? t('failed: {0}', errorInWords(errorReason)) : words[finish];
}

function errorInWords(reason: ProviderErrorReason): string {
  const words: Readonly<Record<ProviderErrorReason, string>> = {
    unreachable: t('not reached'),
    timeout: t('took too long'),
    'rate-limited': t('too many requests'),
    overloaded: t('overloaded'),
    unauthorized: t('key refused'),
    'payment-required': t('no credit left'),
    forbidden: t('forbidden'),
    'not-found': t('not found'),
    'context-overflow': t('text too long'),
    unsupported: t('not supported'),
    'invalid-request': t('request refused'),
    'server-error': t('server error'),
    'bad-response': t('bad answer'),
    policy: t('not allowed to leave'),
    'not-reserved': t('budget could not hold it'),
  };
  return words[reason];
}

export function bucketInWords(bucket: keyof Usage): string {
  const words: Readonly<Record<keyof Usage, string>> = {
    uncachedInput: t('Input, not cached'),
    cacheRead: t('Read from cache'),
    cacheWrite5m: t('Written to cache, 5 minutes'),
    cacheWrite30m: t('Written to cache, 30 minutes'),
    cacheWrite1h: t('Written to cache, 1 hour'),
    cacheWrite12h: t('Written to cache, 12 hours'),
    output: t('Output'),
  };
  return words[bucket];
}
