import type { Snapshot } from '../../src/core/completion/index.ts';
import { stripInvisible } from '../../src/core/policy/index.ts';
import type { Router } from '../../src/core/router.ts';
import { type Decision, profileOf, select } from '../../src/core/selection/index.ts';
import { type Task, textOf } from '../../src/core/task/index.ts';
import type { FakeTime } from '../../test/support/fakeTime.ts';
import { pressing } from '../../test/support/pressing.ts';
import { nothingSeen } from '../../test/support/routing.ts';
import { localCandidate } from '../../test/support/tasks.ts';
import type { Random } from '../cache/random.ts';
import { answerAt } from './texts.ts';

/** What was said where. */
export interface Said {
  /** As the model was shown it. */
  readonly prefix: string;
  readonly suffix: string;
  readonly raw: string;
  /** As the document had it: no model is shown what is invisible. */
  readonly snapshot: Snapshot;
}

export interface FuzzedRouter extends Router {
  /** By the task's id. */
  readonly said: ReadonlyMap<string, Said>;
}

/** A router whose one model says what chance says, in pieces, some of which come late. `asked`: where the engine was asked, the last one last. */
export function fuzzedRouter(time: FakeTime, random: Random, asked: readonly Snapshot[]): FuzzedRouter {
  const said = new Map<string, Said>();
  const decide = (task: Task): Decision =>
    select(profileOf(task, nothingSeen), [localCandidate()], {
      policy: { metered: 'no-budget' },
      pressure: pressing('normal'),
      pins: {},
    });
  return {
    said,
    decide,
    async *route(task, signal) {
      const [prefix, suffix] = [textOf(task.segments, 'prefix'), textOf(task.segments, 'suffix')];
      const raw = answerAt(random, prefix, suffix);
      said.set(task.id, { prefix, suffix, raw, snapshot: placeOf(asked, prefix, suffix) });
      yield { type: 'decision', decision: decide(task) };
      const size = Math.max(random.between(1, 40), Math.ceil(raw.length / 10));
      for (let start = 0; start < raw.length && !signal.aborted; start += size) {
        if (random.chance(0.4)) await waited(time, random.between(1, 60));
        yield { type: 'text-delta', text: raw.slice(start, start + size) };
      }
      yield { type: 'finish', reason: signal.aborted ? 'aborted' : 'stop' };
    },
  };
}

/** The place itself, or the one from which the engine looks ahead: behind what it offers there. */
function placeOf(asked: readonly Snapshot[], prefix: string, suffix: string): Snapshot {
  for (const each of asked.toReversed()) {
    const [before, after] = [stripInvisible(each.prefix), stripInvisible(each.suffix)];
    if (before === prefix && after === suffix) return each;
    const start = prefix.indexOf(before.slice(-nearby));
    if (start >= 0 && after.startsWith(suffix.slice(0, nearby))) {
      const ahead = prefix.slice(start + Math.min(nearby, before.length));
      return { ...each, prefix: each.prefix + ahead, offset: each.offset + ahead.length };
    }
  }
  throw new Error('a model was asked about a place that nobody asked about');
}

/** Characters that tell a place: the snapshot ahead begins and ends elsewhere. */
const nearby = 200;

function waited(time: FakeTime, ms: number): Promise<void> {
  return new Promise((resolve) => {
    time.after(ms, resolve);
  });
}
