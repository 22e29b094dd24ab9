import { formatUsd, type NanoUsd } from '../money/index.ts';
import { outlook } from './outlook.ts';
import { type CascadePlan, type PlacedTry, triesOf } from './plan.ts';
import type { CascadeAction, CascadeEvent, CascadeProgress, CascadeState, TryName } from './turns.ts';

/** What to do next, and why in one line. */
export interface CascadeTurn {
  readonly state: CascadeState;
  readonly action: CascadeAction;
  readonly reason: string;
}

/** Answers an event in a state. Pure: equal arguments get equal turns. */
export type Cascade = (state: CascadeState, event: CascadeEvent) => CascadeTurn;

/**
 * The cascade as a pure state machine: the first candidate, a judge, more reasoning effort before another model, the next candidate ... It ends
 * with an accepted answer, at the cost cap, where going on costs more than it is worth, or with the ladder, after at most `tryCount(plan)` asks.
 * The first try is not weighed: somebody asked for it. Throws a RangeError for an event that does not belong here, and for a cost that is none.
 */
export function cascadeOf(plan: CascadePlan): Cascade {
  const tries = triesOf(plan);
  return (state, event) => {
    if (state.phase === 'ready' && event.type === 'start') return goOn(plan, tries, 0, { spentNanoUsd: 0, expectedNanoUsd: 0 });
    if (state.phase !== 'asking' || event.type === 'start') throw new RangeError(`a cascade that is ${state.phase} has no "${event.type}"`);
    const made = tries[state.place];
    if (!made) throw new RangeError(`the plan has no try ${state.place}: it is not the plan that the cascade was started with`);
    if (!(Number.isFinite(event.costNanoUsd) && event.costNanoUsd >= 0)) throw new RangeError(`${event.costNanoUsd} is no cost`);
    const progress: CascadeProgress = {
      spentNanoUsd: state.spentNanoUsd + event.costNanoUsd,
      expectedNanoUsd: state.expectedNanoUsd + made.expectedNanoUsd,
      ...(state.unsure && { unsure: state.unsure }),
    };
    // More effort does not help a model that cannot be reached.
    if (event.type === 'failed') return goOn(plan, tries, firstOfNextRung(tries, state.place), progress);
    switch (event.verdict) {
      case 'accepted':
        return over(progress, { type: 'done', verdict: 'accepted', ...nameOf(made) }, `${textOf(made)}: accepted`);
      case 'unsure':
        return goOn(plan, tries, state.place + 1, { ...progress, unsure: nameOf(made) });
      case 'rejected':
        return goOn(plan, tries, state.place + 1, progress);
    }
  };
}

/** The same turns as when the events happened. */
export function replayCascade(plan: CascadePlan, events: readonly CascadeEvent[]): readonly CascadeTurn[] {
  const cascade = cascadeOf(plan);
  let state: CascadeState = { phase: 'ready' };
  return events.map((event) => {
    const turn = cascade(state, event);
    state = turn.state;
    return turn;
  });
}

function goOn(plan: CascadePlan, tries: readonly PlacedTry[], place: number, progress: CascadeProgress): CascadeTurn {
  const next = tries[place];
  if (!next) return end(progress, { type: 'give-up', reason: 'ladder-ended' }, 'the ladder ended without an accepted answer');
  const { capNanoUsd, worthNanoUsd } = plan;
  const { spentNanoUsd } = progress;
  if (capNanoUsd !== undefined && spentNanoUsd + next.worstCaseNanoUsd > capNanoUsd) {
    const reason = `${textOf(next)} may cost ${usd(next.worstCaseNanoUsd)}, and ${usd(spentNanoUsd)} of ${usd(capNanoUsd)} are spent`;
    return end(progress, { type: 'stop-at-cap', reason: 'cap' }, reason);
  }
  if (worthNanoUsd !== undefined && place > 0) {
    const { costPerUsefulNanoUsd } = outlook(tries.slice(place), costFactor(plan, progress));
    if (costPerUsefulNanoUsd > worthNanoUsd) {
      const promise = Number.isFinite(costPerUsefulNanoUsd) ? `costs ${usd(costPerUsefulNanoUsd)} on average` : 'is not to be expected';
      const reason = `a useful answer from here on ${promise}, and is worth ${usd(worthNanoUsd)}`;
      return end(progress, { type: 'give-up', reason: 'not-worth-it' }, reason);
    }
  }
  const turn: CascadeAction = { type: 'ask', ...nameOf(next) };
  return { state: { phase: 'asking', place, ...progress }, action: turn, reason: whyNext(tries[place - 1], next) };
}

/** How much dearer than others this task went on to be, as far as that lasts. */
function costFactor({ costPersistence = 0 }: CascadePlan, { spentNanoUsd, expectedNanoUsd }: CascadeProgress): number {
  return expectedNanoUsd > 0 ? Math.max(0, 1 + costPersistence * (spentNanoUsd / expectedNanoUsd - 1)) : 1;
}

/** An answer that nobody could judge is still an answer. */
function end(progress: CascadeProgress, otherwise: CascadeAction, reason: string): CascadeTurn {
  return progress.unsure
    ? over(progress, { type: 'done', verdict: 'unsure', ...progress.unsure }, `${reason}; an answer that the judge was unsure of is there`)
    : over(progress, otherwise, reason);
}

const over = (progress: CascadeProgress, action: CascadeAction, reason: string): CascadeTurn => ({
  state: { phase: 'over', action, ...progress },
  action,
  reason,
});

function firstOfNextRung(tries: readonly PlacedTry[], place: number): number {
  const next = tries.findIndex(({ rung }) => rung > (tries[place]?.rung ?? 0));
  return next === -1 ? tries.length : next;
}

function whyNext(before: PlacedTry | undefined, next: PlacedTry): string {
  if (!before) return `${textOf(next)}: the first candidate`;
  return before.rung === next.rung ? `${textOf(next)}: more effort before another model` : `${textOf(next)}: the next candidate`;
}

const nameOf = ({ rung, effort }: PlacedTry): TryName => ({ rung, ...(effort !== undefined && { effort }) });
const textOf = ({ rungId, effort }: PlacedTry): string => (effort === undefined ? rungId : `${rungId} (${effort} effort)`);
const usd = (amount: NanoUsd): string => formatUsd(Math.round(amount));
