import * as vscode from 'vscode';
import type { SpendWords } from './protocol.ts';
import { chartWords, historyWords, policyWords, requestWords } from './tabWords.ts';

const { t } = vscode.l10n;

/** What the page says by itself, whatever the figures are. */
export function pageWords(): SpendWords {
  return {
    heading: t('Farthing: Spend'),
    tabs: t('Pages'),
    today: t('Today'),
    history: t('History'),
    policy: t('Policy'),
    loading: t('Reading the ledger…'),
    answers: t('At a glance'),
    actions: t('Actions'),
    setKey: t('Set API key…'),
    chooseModel: t('Choose model…'),
    openLedgerFolder: t('Open ledger folder'),
    exportCsv: t('Export ledger…'),
    whyNone: t('Why no suggestion?'),
    showLog: t('Open log'),
    pausePaidModels: t('Pause paid models'),
    emptyHeading: t('Nothing has been asked yet'),
    emptyText: t(
      'Type in a file. Each completion that a model answers will be here, with what it cost and why that model was chosen. Local models cost nothing. Paid ones are asked only once you have set a key and a budget.',
    ),
    where: t('Where it went'),
    choosePeriod: t('Period of the tables'),
    requests: t('Requests'),
    tokensIn: t('Tokens in'),
    fromCache: t('Read from cache'),
    tokensOut: t('Tokens out'),
    spend: t('Spend'),
    nothingInPeriod: t('Nothing in this period.'),
    budgets: t('Budgets'),
    noBudgets: t('There is no budget, so nothing paid leaves. Set one here, and a key, to let paid models answer.'),
    dollars: t('US dollars'),
    emptyForNone: t('Empty: no budget'),
    save: t('Save'),
    badAmount: t('Write an amount such as 2 or 0.50, or nothing.'),
    absurdAmount: t('That is more than $100,000. If you mean it, write it into the settings.'),
    amountToAllow: t('Amount to allow, in US dollars'),
    lastDecisions: t('Last decisions'),
    request: requestWords(),
    chart: chartWords(),
    inHistory: historyWords(),
    inPolicy: policyWords(),
  };
}
