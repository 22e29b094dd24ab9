import { type Tier, tiers } from '../../catalogue/index.ts';
import type { AgentState } from '../../task/index.ts';
import { changedFiles, changedLines } from '../loop/changedFiles.ts';
import { type AgentTaskState, type AskedTier, lastAnswer } from '../loop/state.ts';
import { stepsWithoutProgress } from './progress.ts';

export type JudgeVerdict =
  | { readonly verdict: 'go-on' }
  /** The router's own way, effort first and then the next tier, did not help: it is asked for. */
  | { readonly verdict: 'stronger'; readonly tier: AskedTier['tier']; readonly reason: string }
  | { readonly verdict: 'hopeless'; readonly reason: string };

/** The same call with the same result: told the third time, and the end the fifth. */
const mostSameResults = 5;

/** Of "it is done" that the tests disprove: after two somebody stronger is asked, and after four there is nobody left to believe. */
const claimsUntilStronger = 2;
const mostClaims = 4;

/** The router raises effort after 3 and 6 steps without progress; the next tier then has 4 steps to show some. Assumptions, not measured. */
const stepsUntilStronger = 8;
const stepsForStronger = 4;
const mostStepsWithoutProgress = 12;

/** So many changed lines and not one test fewer that fails: it grows without getting anywhere. */
const sprawlingLines = 300;

/** So many calls in a row that may not happen: a stronger model would ask for them as well, or be asked to by the same file. */
const mostRefusals = 8;

/** So many answers in a row whose calls cannot be read: then somebody who writes them better is asked, and where there is nobody, it ends. */
const unreadableUntilStronger = 3;
const mostUnreadable = 8;

/** Judged by what happened, never by what the model says. Climbing on would cost more and more: hopeless tasks end. */
export function judge(state: AgentTaskState): JudgeVerdict {
  const { progress, tierAsked } = state;
  if (progress.sameResults >= mostSameResults)
    return { verdict: 'hopeless', reason: `the same call had the same result ${progress.sameResults} times` };
  if (progress.refusals >= mostRefusals)
    return { verdict: 'hopeless', reason: `the last ${progress.refusals} calls were refused or declined` };
  if (progress.unreadable >= mostUnreadable)
    return { verdict: 'hopeless', reason: `the calls of the last ${progress.unreadable} answers could not be read` };
  // Who only reads changes nothing that could be counted: steps, time and the cap are what ends it.
  if (state.mode !== 'agent') return { verdict: 'go-on' };
  const stuck = stepsWithoutProgress(progress);
  const stronger = strongerTier(state);
  const stepsSinceAsked = tierAsked ? progress.steps - tierAsked.atStep : Number.POSITIVE_INFINITY;
  if (progress.failedClaims >= claimsUntilStronger) {
    const reason = `it was called done ${progress.failedClaims} times, and the tests fail`;
    if (stronger && stepsSinceAsked > 0) return { verdict: 'stronger', tier: stronger, reason };
    if (!stronger && progress.failedClaims >= mostClaims) return { verdict: 'hopeless', reason };
  }
  const isSprawling = isSprawlingIn(state);
  const isUnreadable = progress.unreadable >= unreadableUntilStronger;
  if (stuck >= stepsUntilStronger || isSprawling || isUnreadable) {
    const reason = isSprawling
      ? `over ${sprawlingLines} changed lines, and no fewer tests fail`
      : isUnreadable
        ? `the calls of ${progress.unreadable} answers could not be read`
        : `${stuck} steps without progress`;
    if (stronger && stepsSinceAsked >= stepsForStronger && progress.refusals === 0) return { verdict: 'stronger', tier: stronger, reason };
    if (!stronger && stuck >= mostStepsWithoutProgress) return { verdict: 'hopeless', reason };
  }
  return { verdict: 'go-on' };
}

/** What the next request is routed by. */
export function agentStateOf(state: AgentTaskState): AgentState {
  const { progress, changes, subtaskOf, mode } = state;
  const all: AgentState = {
    ...(progress.failingTests !== undefined && { failingTests: progress.failingTests }),
    repeatedCalls: progress.repeatedCalls,
    stepsWithoutProgress: mode === 'agent' ? stepsWithoutProgress(progress) : 0,
    diffLines: changedLines(changedFiles(changes)),
  };
  const isBelowMedium = subtaskOf && (subtaskOf.tier === 'small' || subtaskOf.tier === 'local');
  // Trouble may raise the effort, and not the tier: a subtask's ladder begins at `small`, and no rung is dearer than its parent's model.
  return isBelowMedium ? { ...all, repeatedCalls: 0, stepsWithoutProgress: Math.min(all.stepsWithoutProgress, mostWithoutTier) } : all;
}

/** With these the router sees two signs of trouble at the most, and changes the tier at three. */
const mostWithoutTier = 5;

function isSprawlingIn({ progress, changes }: AgentTaskState): boolean {
  return (progress.failingTests ?? 0) > 0 && progress.provenAtStep === 0 && changedLines(changedFiles(changes)) > sprawlingLines;
}

/** A subtask is never given to a dearer tier than its parent's unasked. */
function strongerTier(state: AgentTaskState): AskedTier['tier'] | undefined {
  if (state.subtaskOf) return undefined;
  const reached = [lastAnswer(state)?.by.tier, state.tierAsked?.tier].map((tier) => tiers.indexOf(tier as Tier));
  const next = tiers[Math.max(...reached) + 1];
  return next === 'local' ? 'small' : next;
}
