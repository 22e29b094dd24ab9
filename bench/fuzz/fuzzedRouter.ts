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
  readonly prefix: string;
  readonly suffix: string;
  readonly raw: string;
}

export interface FuzzedRouter extends Router {
  /** By the task's id. */
  readonly said: ReadonlyMap<string, Said>;
}

/** A router whose one model says what chance says, in pieces, some of which come late. */
export function fuzzedRouter(time: FakeTime, random: Random): FuzzedRouter {
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
      said.set(task.id, { prefix, suffix, raw });
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

function waited(time: FakeTime, ms: number): Promise<void> {
  return new Promise((resolve) => {
    time.after(ms, resolve);
  });
}
