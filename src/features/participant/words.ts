import * as vscode from 'vscode';
import { formatUsd } from '../../core/money/index.ts';
import type { ChatRunResult } from './participantPorts.ts';

const { t } = vscode.l10n;

/** What a turn cost, and why just that model answered last; empty where nobody answered. */
export function costInWords({ cost, by }: ChatRunResult): string {
  if (!by) return '';
  const amount = cost.isUnpriced ? t('unpriced') : formatUsd(cost.costNanoUsd);
  const about = cost.isEstimate && !cost.isUnpriced && cost.costNanoUsd > 0 ? t('about {0}', amount) : amount;
  return t('{0} · {1} at {2}: {3}', about, by.model, by.endpoint, by.reason);
}
