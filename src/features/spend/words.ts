import * as vscode from 'vscode';
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
    attempt: t('Attempt'),
    rejected: t('Not chosen'),
    candidate: t('Candidate'),
    tokensByKind: t('Tokens by what they are billed as'),
    bucket: t('Billed as'),
    tokenCount: t('Tokens'),
    entryId: t('Entry'),
  };
}
