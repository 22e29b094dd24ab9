import * as vscode from 'vscode';
import type { AgentTaskState, CostEstimate, RequestCost, StepAnswer } from '../../../core/agent/index.ts';
import { formatUsd } from '../../../core/money/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { FactState, MoneyState } from '../protocol.ts';
import { redactionsInWords } from './redactionWords.ts';

const { t } = vscode.l10n;

/** What requests cost, never $0.00 where nobody knows. */
export function costInWords({
  costNanoUsd,
  countedNanoUsd,
  isEstimate,
  isUnpriced,
}: Omit<AgentTaskState['cost'], 'baselineNanoUsd'>): string {
  if (isUnpriced) return t('at most {0}, unpriced', formatUsd(countedNanoUsd));
  return isEstimate ? t('{0}, estimated', formatUsd(costNanoUsd)) : formatUsd(costNanoUsd);
}

/** Why this model, and what it cost. */
export function answerFacts({ by, cost, promptTokens, redactions }: StepAnswer, maxOutputTokens: number | undefined): readonly FactState[] {
  return [
    { name: t('Model'), text: revealInvisible(`${by.model} (${by.tier})`) },
    { name: t('Endpoint'), text: revealInvisible(by.endpoint) },
    ...(by.effort === undefined ? [] : [{ name: t('Effort'), text: by.effort }]),
    { name: t('Reason'), text: revealInvisible(by.reason) },
    { name: t('Cost'), text: costInWords(cost) },
    ...baselineFacts(cost),
    { name: t('Tokens in'), text: String(promptTokens) },
    ...(maxOutputTokens === undefined
      ? []
      : [{ name: t('Length'), text: t('at most {0} tokens, because the cap holds no longer answer', maxOutputTokens) }]),
    ...(redactions.length === 0 ? [] : [{ name: t('Taken out of the prompt'), text: redactionsInWords(redactions) }]),
  ];
}

/** What was not answered to its end is compared with nothing. */
export function baselineFacts({ baselineNanoUsd }: Pick<RequestCost, 'baselineNanoUsd'>): readonly FactState[] {
  if (baselineNanoUsd === 0) return [];
  return [{ name: t('On the model you would otherwise use'), text: t('{0}, upper bound', formatUsd(baselineNanoUsd)) }];
}

/** From here on the agent pauses and asks, once for each cap. */
const warningThousandths = 800;

/** What counts against the cap, beside it. */
export function moneyState({ cost, capNanoUsd }: Pick<AgentTaskState, 'cost' | 'capNanoUsd'>): MoneyState {
  const { countedNanoUsd, isEstimate, isUnpriced } = cost;
  const text = t('{0} of {1}', formatUsd(countedNanoUsd), formatUsd(capNanoUsd));
  const thousandths = countedNanoUsd === 0 ? 0 : capNanoUsd === 0 ? 1000 : Math.min(1000, Math.floor((countedNanoUsd * 1000) / capNanoUsd));
  return {
    text: isEstimate || isUnpriced ? t('{0}, partly estimated', text) : text,
    thousandths,
    level: thousandths >= 1000 ? 'reached' : thousandths >= warningThousandths ? 'warning' : 'below',
  };
}

/** What such a task will cost: a range, and how it is known. */
export function estimateInWords({ low, high, tasks }: CostEstimate): string {
  return tasks === 0
    ? t('A task like this costs {0} to {1}: an assumption, for none was done before', formatUsd(low), formatUsd(high))
    : t('Tasks like this cost {0} to {1}, by {2} past ones', formatUsd(low), formatUsd(high), tasks);
}
