import type { Candidate } from '../../src/core/catalogue/index.ts';
import { CompletionEngine, type CompletionPorts, type Snapshot, snapshotLimits } from '../../src/core/completion/index.ts';
import type { Router } from '../../src/core/router.ts';
import { profileOf, select } from '../../src/core/selection/index.ts';
import { textOf } from '../../src/core/task/index.ts';
import type { FakeTime } from '../../test/support/fakeTime.ts';
import { pressing } from '../../test/support/pressing.ts';
import { nothingSeen } from '../../test/support/routing.ts';
import type { PlaceInText, Policy } from './policy.ts';
import type { ScriptedModel } from './scriptedModel.ts';

export interface OurPolicy extends Policy {
  /** Real milliseconds from each question that led to a request until it left, without the simulated waits. */
  readonly beforeRequestMs: readonly number[];
}

/** Our engine with a router whose only candidate is this one; the model answers it. */
export function ours(time: FakeTime, model: ScriptedModel, candidate: Candidate, ports: Partial<CompletionPorts> = {}): OurPolicy {
  const beforeRequestMs: number[] = [];
  let askedAt = 0;
  const listeners: (() => void)[] = [];
  const router: Router = {
    decide: (task) =>
      select(profileOf(task, nothingSeen), [candidate], {
        policy: { metered: 'allowed' },
        pressure: pressing('normal'),
        pins: {},
      }),
    async *route(task, signal) {
      beforeRequestMs.push(performance.now() - askedAt);
      yield { type: 'decision', decision: router.decide(task) };
      const answer = model.stream(
        textOf(task.segments, 'prefix'),
        textOf(task.segments, 'suffix'),
        task.stop.includes('\n') ? 1 : 5,
        signal,
      );
      for (;;) {
        const { done, value } = await answer.next();
        if (done) {
          yield { type: 'finish', reason: value };
          return;
        }
        yield { type: 'text-delta', text: value };
      }
    },
  };
  let lastId = 0;
  const engine = new CompletionEngine({
    router,
    timers: time,
    clock: time,
    newId: () => `id-${++lastId}`,
    record: () => undefined,
    improved: () => {
      for (const listener of listeners) listener();
    },
    ...ports,
  });
  let shown: { readonly taskId: string; readonly characters: number } | undefined;
  return {
    beforeRequestMs,
    async ask(place, signal, trigger = 'automatic') {
      askedAt = performance.now();
      const result = await engine.complete({ snapshot: snapshotOf(place), trigger }, signal);
      if (result.outcome === 'none') return undefined;
      shown = { taskId: result.offer.taskId, characters: result.offer.text.length };
      return result.offer.text;
    },
    accepted: () => void (shown && engine.accepted(shown.taskId, shown.characters)),
    leave: () => engine.leave(),
    onImproved: (listener) => void listeners.push(listener),
  };
}

function snapshotOf({ before, after }: PlaceInText): Snapshot {
  const prefix = before.slice(-snapshotLimits.charactersBefore);
  return { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', offset: before.length, prefix, suffix: after };
}
