import * as vscode from 'vscode';
import type { ChartWords, HistoryWords, PolicyWords, RequestWords } from './protocol.ts';

const { t } = vscode.l10n;

export function requestWords(): RequestWords {
  return {
    details: t('Details'),
    reading: t('Reading…'),
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
    rejected: t('Not chosen'),
    candidate: t('Candidate'),
    billed: t('Tokens by what they are billed as'),
    bucket: t('Billed as'),
    tokenCount: t('Tokens'),
    listCost: t('At list prices'),
    segments: t('The prompt, by how long its pieces stay the same'),
    stability: t('Pieces'),
    pieces: t('Number'),
    share: t('Share'),
    cache: t('Prompt cache'),
    attempts: t('Attempts of this task'),
    attempt: t('Attempt'),
    thisOne: t('this one'),
    outcomes: t('What became of the answer'),
  };
}

export function chartWords(): ChartWords {
  return {
    showAsTable: t('Show as table'),
    showAsChart: t('Show as chart'),
    role: t('chart'),
    keys: t('Left and right arrow keys go from bar to bar, Home and End to the first and the last.'),
    day: t('Day'),
    spentSoFar: t('Spent so far'),
    expected: t('Expected'),
    expectedRange: t('In eight of ten cases'),
    budget: t('Budget'),
  };
}

export function historyWords(): HistoryWords {
  return {
    range: t('Days shown'),
    filters: t('Show only'),
    clearFilters: t('Show everything'),
    total: t('Total'),
    figures: t('Sums of these days'),
    completions: t('Completions: what an accepted character costs'),
    noCompletions: t('No completions were asked for on these days.'),
    taken: t('Accepted of shown'),
    acceptance: t('Acceptance'),
    perAccepted: t('For 1,000 accepted'),
    perKept: t('For 1,000 kept'),
    useful: t('Cost of a useful answer'),
    usefulAnswers: t('Useful'),
    notUseful: t('Not useful'),
    perUseful: t('For each useful answer'),
    nothingJudged: t('It is not known of any answer yet whether it was useful.'),
    dearest: t('Dearest requests'),
    cacheRate: t('From cache'),
    // The page fills in a name.
    narrowTo: t('Show only {0}', '{0}'),
  };
}

export function policyWords(): PolicyWords {
  return {
    readOnly: t('What holds now. It is changed in the settings, where every line here comes from.'),
    paidModels: t('Paid models'),
    openBudgetSettings: t('Budget settings'),
    dataPolicy: t('Data policy'),
    noDataPolicy: t('None: any provider that you gave a key may answer. Keys and passwords are taken out of prompts all the same.'),
    openPolicySettings: t('Data policy settings'),
    rules: t('Routing rules'),
    noRules: t('None: the cheapest model that is likely to be useful answers.'),
    openRulesSettings: t('Routing settings'),
    openRulesFile: t('Open the file'),
    approveRules: t('Approve rules…'),
    ruleName: t('Rule'),
    when: t('When'),
    use: t('Then'),
    pins: t('Your choices'),
    noPins: t('None: each kind of request is answered by its ladder of models.'),
    choice: t('Answered by'),
    endpoints: t('Endpoints'),
    noEndpoints: t('The catalogue is being loaded.'),
    openEndpointSettings: t('Endpoint settings'),
    provider: t('Provider'),
    billing: t('Billing'),
    key: t('Key'),
    region: t('Computed in'),
    retention: t('Prompts kept'),
    training: t('Training on prompts'),
    jurisdiction: t('Law of'),
  };
}
