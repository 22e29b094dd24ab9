import { leastTasks, type ObservedKind, type ObservedRow } from '../core/replay/index.ts';
import { percent, percentRange, usd } from './replayWords.ts';
import { table } from './table.ts';
import { count } from './words.ts';

/** What the user's own ledger tells of models, and what it cannot tell. */
export function observedText(ledger: string, kinds: readonly ObservedKind[]): string {
  if (kinds.length === 0) return `Ledger: ${ledger}\n\nIt has no task of which it is known whether the answer was useful.\n`;
  return `${[`Ledger: ${ledger}`, ...kinds.map(kindText), remarks].join('\n\n')}\n`;
}

function kindText({ kind, alwaysStrong, rows }: ObservedKind): string {
  const header = [kind, 'tasks', 'useful', '95 %', 'cost per task', 'per useful answer', 'saved', '95 %'];
  const strong =
    alwaysStrong === undefined
      ? `No model has ${leastTasks} tasks yet: no savings are told.`
      : `Savings are against ${alwaysStrong}, the most useful one.`;
  return `${table([header, ...rows.map(rowOf)])}\n${strong}`;
}

function rowOf({
  name,
  tasks,
  usefulRate,
  usefulLow,
  usefulHigh,
  costUsdPerTask,
  costUsdPerUseful,
  saving,
  ...row
}: ObservedRow): readonly string[] {
  return [
    name,
    count(tasks),
    percent(usefulRate),
    percentRange(usefulLow, usefulHigh),
    usd(costUsdPerTask),
    costUsdPerUseful === undefined ? 'none useful' : usd(costUsdPerUseful),
    saving === undefined ? '' : percent(saving),
    saving === undefined ? '' : percentRange(row.savingLow ?? saving, row.savingHigh ?? saving),
  ];
}

const remarks = `A ledger knows one model's answer to a task: each row is of the tasks that model was given, which may have been the easier ones.
Mixing, routers, cascades and the oracle need to know what the other models would have said: they are not replayed on a ledger.`;
