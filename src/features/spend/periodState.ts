import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { breakdowns } from './breakdown.ts';
import type { Formats } from './formats.ts';
import type { Period } from './periods.ts';
import type { PeriodId, PeriodState } from './protocol.ts';
import { notesOf, totalsOf } from './totals.ts';

const { t } = vscode.l10n;

/** What a period sums up to, and what it is made of. `rollUps` may hold other days too. */
export function periodState({ id, fromDay, toDay }: Period, rollUps: readonly RollUp[], formats: Formats): PeriodState {
  const inPeriod = rollUps.filter(({ localDay }) => localDay >= fromDay && localDay <= toDay);
  const total = totalsOf(inPeriod);
  return {
    id,
    name: nameOf(id),
    days: formats.days(fromDay, toDay),
    spend: formatUsd(total.costNanoUsd),
    spendNotes: notesOf(total, formats),
    requests: formats.count(total.attempts),
    tokensIn: formats.count(total.inputTokens),
    fromCache: formats.count(total.cacheReadTokens),
    tokensOut: formats.count(total.outputTokens),
    tables: breakdowns(['tier', 'model', 'kind'], inPeriod, formats),
  };
}

function nameOf(id: PeriodId): string {
  const names: Readonly<Record<PeriodId, string>> = { day: t('Today'), week: t('This week'), month: t('This month') };
  return names[id];
}
