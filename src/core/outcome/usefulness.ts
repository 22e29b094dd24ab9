import type { OutcomeType } from '../ledger/index.ts';
import type { TaskKind } from '../task/index.ts';

/** What an answer was worth to the user. `unknown`: nobody looked at it, or nobody can tell yet; it counts neither way. */
export type Usefulness = 'useful' | 'not-useful' | 'unknown';

/** What decides, in this order: the first list that holds one of an answer's outcomes. */
interface Definition {
  /** Whatever else happened, it was of no use. */
  readonly spoiledBy: readonly OutcomeType[];
  readonly provedBy: readonly OutcomeType[];
  /** It was of no use unless something proved it. */
  readonly failedBy: readonly OutcomeType[];
  /** What no news means. */
  readonly otherwise: Usefulness;
}

/**
 * It was offered beside the code: who saw it and typed something else did not want it, which is reported as rejected. That it was shown says
 * nothing by itself: the user may have gone elsewhere, or was called away.
 */
const offered: Definition = {
  spoiledBy: ['reverted'],
  provedBy: ['accepted', 'kept'],
  failedBy: ['rejected'],
  otherwise: 'unknown',
};

/**
 * Tests judge an agent's work where there are any, and beat what the user did with it: most keep an edit until they run the tests. Without
 * tests it is useful once it was kept.
 */
const worked: Definition = {
  spoiledBy: ['reverted', 'tests-failed'],
  provedBy: ['tests-passed', 'accepted', 'applied', 'kept'],
  failedBy: ['rejected', 'retried'],
  otherwise: 'unknown',
};

/** It is used without being asked for, and nobody says thanks: it served unless somebody objected. */
const used: Definition = {
  spoiledBy: ['reverted', 'rejected', 'retried'],
  provedBy: ['accepted', 'kept'],
  failedBy: [],
  otherwise: 'useful',
};

/** What USEFUL means, for each kind of task. */
const definitions: Readonly<Record<TaskKind, Definition>> = {
  'completion.line': offered,
  'completion.block': offered,
  // An edit is shown because it was asked for; leaving it is turning it down. Tests that fail after it may have failed before.
  edit: {
    spoiledBy: ['reverted'],
    provedBy: ['accepted', 'applied', 'kept', 'tests-passed'],
    failedBy: ['shown', 'rejected', 'retried', 'tests-failed'],
    otherwise: 'unknown',
  },
  // An answer may serve by being read, which nobody sees: only what went into a file, or was asked again, tells.
  chat: { spoiledBy: ['reverted', 'retried'], provedBy: ['applied', 'accepted', 'kept'], failedBy: ['rejected'], otherwise: 'unknown' },
  'agent.plan': worked,
  'agent.step': worked,
  'agent.subtask': worked,
  // It lies in the input box until the commit, which may come tomorrow: being shown says nothing yet.
  'commit-message': {
    spoiledBy: ['reverted', 'retried'],
    provedBy: ['accepted', 'kept'],
    failedBy: ['rejected'],
    otherwise: 'unknown',
  },
  title: used,
  compaction: used,
};

/** Judges an answer by what became of it, whatever the order and however often each was reported. */
export function usefulnessOf(kind: TaskKind, outcomes: Iterable<OutcomeType>): Usefulness {
  const { spoiledBy, provedBy, failedBy, otherwise } = definitions[kind];
  const happened = new Set(outcomes);
  const hasAny = (types: readonly OutcomeType[]): boolean => types.some((type) => happened.has(type));
  if (hasAny(spoiledBy)) return 'not-useful';
  if (hasAny(provedBy)) return 'useful';
  return hasAny(failedBy) ? 'not-useful' : otherwise;
}
