import { type SeededDaysOptions, seededDays } from '../../scripts/spend/seededDays.ts';
import type { CompletionCost, HourTotal, LedgerEntry, OutcomeEvent, RollUp } from '../../src/core/ledger/index.ts';
import { countOutcomes } from '../../src/core/outcome/index.ts';
import { inputTokens, isFillInTheMiddle, totalTokens } from '../../src/core/task/index.ts';
import { firstDayOfRange } from '../../src/features/spend/range.ts';
import type { SpendFacts } from '../../src/features/spend/spendState.ts';
import type { View } from '../../src/features/spend/view.ts';
import { factsOf } from '../features/spend/spendFacts.ts';

/** A Sunday evening in UTC. */
const nowMs = Date.UTC(2026, 10, 20, 16, 40);
const today = '2026-11-20';
const options: SeededDaysOptions = { seed: 7, nowMs, timeZone: 'UTC', days: 90 };

/** What the page shows of 90 days of made-up work, as a ledger would have told it. */
export function seededFacts(view: Partial<View> = {}, changes: Partial<SpendFacts> = {}): SpendFacts {
  const { entries, outcomes } = seededDays(options);
  const facts = factsOf({ today, nowMs, timeZone: 'UTC' });
  const whole: View = { ...facts.view, ...view };
  const rollUps = rollUpsOf(entries);
  const spent = (from: string): number =>
    rollUps.filter(({ localDay }) => localDay >= from).reduce((sum, { countedNanoUsd }) => sum + countedNanoUsd, 0);
  const inRange = entries.filter(({ localDay }) => localDay >= firstDayOfRange(whole.range, today));
  const usual = { unit: 'nano-usd', warnAt: [50, 80, 100], atLimit: 'local-only' } as const;
  return {
    ...facts,
    view: whole,
    budgets: [
      { ...usual, period: 'day', limit: 1_500_000_000 },
      { ...usual, period: 'month', limit: 20_000_000_000 },
    ],
    books: {
      rollUps,
      entries: entries
        .toReversed()
        .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
        .slice(0, 25),
      limits: [
        { budgetId: 'day', unit: 'nano-usd', limit: 1_500_000_000, spent: spent(today), reserved: 60_000_000 },
        { budgetId: 'month', unit: 'nano-usd', limit: 20_000_000_000, spent: spent('2026-11-01'), reserved: 60_000_000 },
      ],
      hours: hoursOf(entries),
      dearest: inRange.toSorted((a, b) => b.countedNanoUsd - a.countedNanoUsd).slice(0, 15),
      opened: whole.open.flatMap((id) => openedOf(id, entries, outcomes)),
    },
    counted: { counts: countsOf(inRange, outcomes), completions: completionsOf(inRange, outcomes), days: whole.range, isComplete: true },
    ...changes,
  };
}

function openedOf(id: string, entries: readonly LedgerEntry[], outcomes: readonly OutcomeEvent[]) {
  const entry = entries.find((each) => each.id === id);
  if (!entry) return [];
  const isOfTask = ({ taskId }: { readonly taskId: string }): boolean => taskId === entry.taskId;
  return [{ entry, attempts: entries.filter(isOfTask), outcomes: outcomes.filter(isOfTask) }];
}

function countsOf(entries: readonly LedgerEntry[], outcomes: readonly OutcomeEvent[]) {
  const byTask = Map.groupBy(outcomes, ({ taskId }) => taskId);
  return countOutcomes(
    entries.map(({ localDay, kind, model, endpoint, origin, taskId, finish }) => ({
      ...{ localDay, kind, model, endpoint, tasks: 1, isWhole: finish === 'stop' },
      ...(origin.language !== undefined && { language: origin.language }),
      outcomes: (byTask.get(taskId) ?? []).map(({ type }) => type),
    })),
  );
}

/** One for each completion: the page sums them. Nothing was looked at later. */
function completionsOf(entries: readonly LedgerEntry[], outcomes: readonly OutcomeEvent[]): readonly CompletionCost[] {
  const byTask = Map.groupBy(outcomes, ({ taskId }) => taskId);
  return entries
    .filter(({ kind }) => isFillInTheMiddle(kind))
    .map(({ kind, tier, model, provider, origin, taskId, costNanoUsd, countedNanoUsd, isEstimate }) => {
      const events = byTask.get(taskId) ?? [];
      const accepted = events.filter(({ type }) => type === 'accepted');
      return {
        ...{ kind, tier, model, provider, workspace: origin.workspace ?? '', language: origin.language ?? '' },
        ...{ attempts: 1, unpricedAttempts: costNanoUsd === undefined ? 1 : 0, estimatedAttempts: isEstimate ? 1 : 0 },
        ...{ costNanoUsd: costNanoUsd ?? 0, countedNanoUsd, listPriceNanoUsd: 0 },
        shownTasks: events.some(({ type }) => type === 'shown') ? 1 : 0,
        acceptedTasks: accepted.length > 0 ? 1 : 0,
        acceptedCharacters: accepted.reduce((sum, { characters }) => sum + characters, 0),
        ...{ followedCharacters: 0, keptCharacters: 0 },
      };
    });
}

function hoursOf(entries: readonly LedgerEntry[]): readonly HourTotal[] {
  const groups = Map.groupBy(entries, ({ localDay, startedAtMs }) => `${localDay} ${new Date(startedAtMs).getUTCHours()}`);
  return [...groups].map(([key, group]) => {
    const [localDay = '', hour] = key.split(' ');
    const sum = (of: (entry: LedgerEntry) => number): number => group.reduce((total, entry) => total + of(entry), 0);
    return {
      localDay,
      hour: Number(hour),
      countedNanoUsd: sum((entry) => entry.countedNanoUsd),
      tokens: sum((entry) => totalTokens(entry.usage)),
    };
  });
}

function rollUpsOf(entries: readonly LedgerEntry[]): readonly RollUp[] {
  const groups = Map.groupBy(entries, ({ localDay, kind, tier, model, endpoint, origin }) =>
    [localDay, kind, tier, model, endpoint, origin.workspace, origin.language].join('\n'),
  );
  return [...groups.values()].flatMap((group): readonly RollUp[] => {
    const [first] = group;
    if (!first) return [];
    const sum = (of: (entry: LedgerEntry) => number): number => group.reduce((total, entry) => total + of(entry), 0);
    const { localDay, kind, tier, model, endpoint, provider, billing, origin } = first;
    return [
      {
        ...{ localDay, kind, tier, model, endpoint, provider, billing, workspace: origin.workspace ?? '', language: origin.language ?? '' },
        attempts: group.length,
        unpricedAttempts: sum(({ costNanoUsd }) => (costNanoUsd === undefined ? 1 : 0)),
        estimatedAttempts: sum(({ isEstimate }) => (isEstimate ? 1 : 0)),
        costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd ?? 0),
        countedNanoUsd: sum(({ countedNanoUsd }) => countedNanoUsd),
        listPriceNanoUsd: 0,
        inputTokens: sum(({ usage }) => inputTokens(usage)),
        cacheReadTokens: sum(({ usage }) => usage.cacheRead),
        cacheWriteTokens: sum(({ usage }) => usage.cacheWrite5m),
        cacheSavedNanoUsd: sum(({ cacheSavedNanoUsd }) => cacheSavedNanoUsd ?? 0),
        baselineNanoUsd: sum(({ baseline }) => baseline?.costNanoUsd ?? 0),
        outputTokens: sum(({ usage }) => usage.output),
      },
    ];
  });
}
