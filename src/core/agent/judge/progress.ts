import type { AgentCall, CallResult } from '../call.ts';
import { isHarmless } from '../commands/index.ts';

/**
 * What the judge knows: counts of what happened, never what the model says. Steps are counted from the user's last words on.
 */
export interface Progress {
  readonly steps: number;
  /** After so many of them there was progress that cannot be argued with: fewer tests failed, or fewer problems were left. */
  readonly provenAtStep: number;
  /** After so many of them a file was changed: progress, until the tests say that it was none. */
  readonly hopefulAtStep: number;
  /** Steps that only looked at what was not looked at before, and do not count as steps without progress. */
  readonly looks: number;
  /** Of the last run of the tests. */
  readonly failingTests: number | undefined;
  readonly fewestFailing: number | undefined;
  readonly problems: number | undefined;
  /** Since the tests passed last, or ever, something may have been changed. */
  readonly isUnproved: boolean;
  /** Since the user's last words something ran of which nobody knows what it changed. */
  readonly hasActed: boolean;
  /** How often the last call was made before, with the same arguments. */
  readonly repeatedCalls: number;
  /** How often the last call had the same result as before, this time included. */
  readonly sameResults: number;
  /** The last calls, and calls with their results, since something changed. */
  readonly seen: readonly Seen[];
  /** How often the model said that it is done, and the tests said that it is not, since the last progress. */
  readonly failedClaims: number;
  /** Calls in a row that a rule refused or the user declined. */
  readonly refusals: number;
  /** Answers in a row with calls that could not be read, and after how many steps the last of them was. */
  readonly unreadable: number;
  readonly unreadableAtStep: number;
}

interface Seen {
  readonly key: string;
  readonly times: number;
  /** It is about changing something: the same change once more stays the same change. */
  readonly isChange: boolean;
}

export const noProgress: Progress = {
  steps: 0,
  provenAtStep: 0,
  hopefulAtStep: 0,
  looks: 0,
  failingTests: undefined,
  fewestFailing: undefined,
  problems: undefined,
  isUnproved: true,
  hasActed: false,
  repeatedCalls: 0,
  sameResults: 0,
  seen: [],
  failedClaims: 0,
  refusals: 0,
  unreadable: 0,
  unreadableAtStep: 0,
};

/**
 * So many steps may look around without it being held against the model: what was not read before is news. An assumption: in small repositories
 * two or three reads find the place, and a model that only reads is helped soon after.
 */
const freeLooks = 6;

const looking: ReadonlySet<AgentCall['tool']> = new Set(['read', 'list', 'search', 'diagnostics', 'ask']);

/** The user said something: what was tried before says nothing of what is tried now, but how the tests went still stands. */
export function progressAfterWords({ failingTests, isUnproved }: Progress): Progress {
  return { ...noProgress, failingTests, fewestFailing: failingTests, isUnproved };
}

/** A model answered. */
export function progressAfterAnswer(progress: Progress): Progress {
  return { ...progress, steps: progress.steps + 1 };
}

/** Something was called: how often before? */
export function progressAfterCall(progress: Progress, call: AgentCall): Progress {
  const seen = seenAgain(progress.seen, keyOf(call), call);
  return { ...progress, repeatedCalls: timesOf(seen) - 1, seen, unreadable: 0 };
}

/** A call could not be read, and was not done. Several of one answer count once. */
export function progressAfterUnreadable(progress: Progress): Progress {
  const { steps, unreadable, unreadableAtStep } = progress;
  return unreadableAtStep === steps ? progress : { ...progress, unreadable: unreadable + 1, unreadableAtStep: steps };
}

/** A call was refused by a rule, or declined by the user. */
export function progressAfterRefusal(progress: Progress): Progress {
  return { ...progress, refusals: progress.refusals + 1 };
}

/** A call has its result. A first look at something is news; a change is progress in good faith; the tests have the last word. */
export function progressAfterResult(progress: Progress, call: AgentCall, result: CallResult, isVerification: boolean): Progress {
  const seen = seenAgain(progress.seen, `${keyOf(call)} ${result.isError} ${nameOf(result.text)}`, call);
  const sameResults = timesOf(seen);
  const judged = { ...progress, sameResults, seen, refusals: 0 };
  if (result.facts?.tests) return afterTests(judged, call, result.facts.tests.failed, isVerification);
  const next = hasActed(call, result) ? { ...judged, isUnproved: true, hasActed: true } : judged;
  const changed = (result.facts?.changes ?? []).some(({ before, after }) => before !== after);
  if (changed) return afterChange(next);
  if (result.isError) return next;
  const problems = result.facts?.problems;
  if (problems !== undefined) {
    const isFewer = progress.problems !== undefined && problems < progress.problems;
    return { ...(isFewer ? proven(next) : next), problems };
  }
  const isNews = looking.has(call.tool) && progress.repeatedCalls === 0 && sameResults === 1;
  const isCounted = progress.steps - Math.max(progress.provenAtStep, progress.hopefulAtStep) - progress.looks > 0;
  return isNews && isCounted && progress.looks < freeLooks ? { ...next, looks: progress.looks + 1 } : next;
}

/** Nobody knows what it changed: a command, somebody else's tool, a subtask's commands, an edit that failed or was interrupted halfway. */
function hasActed(call: AgentCall, { isError, facts }: CallResult): boolean {
  switch (call.tool) {
    case 'external':
      return true;
    case 'delegate':
      return facts?.hasActed === true;
    case 'run':
      return !isHarmless(call.command, call.folder);
    case 'test':
      return call.command !== undefined;
    case 'edit':
    case 'create':
    case 'delete':
    case 'rename':
      return isError && facts?.changes === undefined;
    default:
      return false;
  }
}

/** Steps since there was progress, proven or hoped for, those left out that only looked around. */
export function stepsWithoutProgress({ steps, provenAtStep, hopefulAtStep, looks }: Progress): number {
  return Math.max(0, steps - Math.max(provenAtStep, hopefulAtStep) - looks);
}

function afterChange(progress: Progress): Progress {
  // The same change once more is none that helps.
  const isNew = progress.repeatedCalls === 0;
  return {
    ...progress,
    isUnproved: true,
    ...(isNew && { hopefulAtStep: progress.steps, looks: 0, seen: onlyChanges(progress.seen), sameResults: 1 }),
  };
}

function afterTests(progress: Progress, call: AgentCall, failed: number, isVerification: boolean): Progress {
  // A command of the model's own proves nothing to us, but that it fails is a fact.
  const isOurs = isVerification || (call.tool === 'test' && call.command === undefined);
  const fewest = progress.fewestFailing;
  const isBetter = failed === 0 ? progress.failingTests !== 0 : fewest !== undefined && failed < fewest;
  // The first run says how things stand, not whether a change was any good.
  const isDisproved = !isBetter && fewest !== undefined && failed > 0;
  const next: Progress = {
    ...(isBetter ? proven(progress) : isDisproved ? { ...progress, hopefulAtStep: 0 } : progress),
    failingTests: failed,
    fewestFailing: fewest === undefined ? failed : Math.min(fewest, failed),
    isUnproved: !isOurs || failed > 0,
    hasActed: progress.hasActed || !isOurs,
  };
  return isVerification && failed > 0 ? { ...next, failedClaims: next.failedClaims + 1 } : next;
}

function proven(progress: Progress): Progress {
  const { steps, seen } = progress;
  return { ...progress, provenAtStep: steps, hopefulAtStep: 0, looks: 0, seen: onlyChanges(seen), failedClaims: 0 };
}

const changing: ReadonlySet<AgentCall['tool']> = new Set(['edit', 'create', 'delete', 'rename']);

/** After a change the same look may show something else. */
function onlyChanges(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(({ isChange }) => isChange);
}

/** What lies further back is no repetition that matters, and a long task would carry more and more. */
const mostSeen = 64;

/** What was seen just now comes last. */
function seenAgain(seen: readonly Seen[], key: string, { tool }: AgentCall): readonly Seen[] {
  const before = seen.find((each) => each.key === key);
  const now = { key, times: (before?.times ?? 0) + 1, isChange: changing.has(tool) };
  return [...seen.filter((each) => each !== before).slice(1 - mostSeen), now];
}

const timesOf = (seen: readonly Seen[]): number => seen.at(-1)?.times ?? 0;

const keyOf = (call: AgentCall): string => `${call.tool} ${nameOf(JSON.stringify(call))}`;

/** A short name for a text, by its length and two of Bernstein's hashes: alike names of different texts are not to be expected. */
function nameOf(text: string): string {
  let [one, other] = [5381, 52711];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = (Math.imul(one, 33) ^ unit) >>> 0;
    other = (Math.imul(other, 31) + unit) >>> 0;
  }
  return `${text.length}.${one}.${other}`;
}
