import type { TaskKind } from '../task/index.ts';
import type { Depth } from './promptPath.ts';
import type { Counts, Pause, Reuse, Rhythm } from './reuseCounts.ts';

/** What is assumed of a kind, in percent. */
interface KindAssumption {
  /** Of requests in a session: those after which one with the same prompt as beginning comes within an hour. */
  readonly inSession: number;
  /** Of those without a session: those after which one with the same instructions, or the same workspace, comes within an hour. */
  readonly alone: number;
  /** Of requests in a session: those that come more than a minute after the one before. */
  readonly paused: number;
}

/**
 * Assumed, not measured: what holds until this user's own requests say otherwise. A step of an agent is nearly always followed by the next one
 * within seconds. So is a plan, where only a plan is wanted; elsewhere the strong model that made it is asked again within minutes where the steps get
 * stuck (in 40 of 100 tasks of the benchmark's simulation), and otherwise never. A reader of a chat answers in minutes, or never; and after one title or
 * commit message in five there is another one within the hour.
 */
const assumptions: Readonly<Record<TaskKind, KindAssumption>> = {
  'completion.line': { inSession: 19, alone: 20, paused: 50 },
  'completion.block': { inSession: 19, alone: 20, paused: 50 },
  edit: { inSession: 55, alone: 20, paused: 80 },
  chat: { inSession: 80, alone: 20, paused: 80 },
  'agent.plan': { inSession: 50, alone: 20, paused: 10 },
  'agent.step': { inSession: 95, alone: 35, paused: 10 },
  'agent.subtask': { inSession: 88, alone: 35, paused: 10 },
  'commit-message': { inSession: 10, alone: 20, paused: 80 },
  title: { inSession: 10, alone: 20, paused: 80 },
  compaction: { inSession: 10, alone: 20, paused: 80 },
};

const hardlyEver = 4;

export function assumedReuse(kind: TaskKind, isInSession: boolean, depth: Depth): Counts<Reuse> {
  const { inSession, alone } = assumptions[kind];
  const percent = isInSession ? inSession : depth === 'static' || depth === 'workspace' ? alone : hardlyEver;
  return { again: percent / 100, lost: 1 - percent / 100 };
}

export function assumedRhythm(kind: TaskKind, isInSession: boolean): Counts<Rhythm> {
  const paused = isInSession ? assumptions[kind].paused / 100 : 0.8;
  return { soon: 1 - paused, paused };
}

const ofPerson: Counts<Pause> = { '5m': 0.75, '30m': 0.2, '1h': 0.05 };
const alone: Counts<Pause> = { '5m': 0.5, '30m': 0.35, '1h': 0.15 };

/** How long pauses of more than a minute and less than an hour are, before any was seen. */
export function assumedPauses(isInSession: boolean): Counts<Pause> {
  return isInSession ? ofPerson : alone;
}
