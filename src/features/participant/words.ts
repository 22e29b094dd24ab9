import * as vscode from 'vscode';
import type { AgentCall } from '../../core/agent/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { visible } from '../../platform/visible.ts';
import type { ChatResult } from './resultOf.ts';

const { t } = vscode.l10n;

/** What is being done, as the chat shows it until the next step; undefined where there is nothing to see. */
export function callInWords(call: AgentCall): string | undefined {
  switch (call.tool) {
    case 'read':
      return t('Reads {0}', visible(call.path));
    case 'list':
      return t('Lists {0}', visible(call.path));
    case 'search':
      return t('Searches for {0}', visible(call.pattern));
    case 'diagnostics':
      return t('Looks at the problems');
    case 'delegate':
      return t('Hands on: {0}', visible(call.title));
    case 'external':
      return t('Uses {0}', visible(call.name));
    case 'edit':
    case 'create':
    case 'delete':
    case 'rename':
    case 'run':
    case 'test':
    case 'ask':
    case 'finish':
      return undefined;
  }
}

/** What a turn cost, and why just that model answered last; empty where nobody answered. */
export function costInWords({ cost, by }: ChatResult): string {
  if (!by) return '';
  const amount = cost.isUnpriced ? t('unpriced') : formatUsd(cost.costNanoUsd);
  const about = cost.isEstimate && !cost.isUnpriced && cost.costNanoUsd > 0 ? t('about {0}', amount) : amount;
  return t('{0} · {1} at {2}: {3}', about, by.model, by.endpoint, by.reason);
}
