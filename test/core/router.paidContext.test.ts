import { describe, expect, it } from 'vitest';
import type { Segment, StreamPart } from '../../src/core/task/index.ts';
import { paidContextBytes, withinPaidRoom } from '../../src/core/tokens/index.ts';
import { collect } from '../support/collect.ts';
import { finished, routerOver, text, used } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const file = (name: string, bytes: number): Segment => ({ role: 'context', stability: 'session', name, text: 'x'.repeat(bytes) });
const files = Array.from({ length: 12 }, (_, index) => file(`${index}.ts`, 2_000));
const task = holeTask('let a', '\n', { segments: [...files, ...holeTask('let a', '\n').segments] });
const far = paidCandidate('far', { tier: 'small', fillInTheMiddle: { type: 'suffix' } });
const script: readonly StreamPart[] = [text(' = 1;'), used({ uncachedInput: 700, output: 12 }), finished];
const namesOf = (segments: readonly Segment[] = []): readonly (string | undefined)[] =>
  segments.filter(({ role }) => role === 'context').map(({ name }) => name);

describe('What was gathered for a model of this machine', () => {
  it('goes to it as it is, and to who is paid up to the room that is worth its price, first things first', async () => {
    const here = routerOver([localCandidate('near')], { near: script });
    const there = routerOver([far], { far: script });
    for (const { router } of [here, there]) await collect(router.route(task, never));
    expect([here, there].map(({ provider }) => namesOf(provider.calls[0]?.segments))).toEqual([
      files.map(({ name }) => name),
      ['0.ts', '1.ts'],
    ]);
  });

  it('is held at who is paid as it is sent', async () => {
    const held = async (bytes: number) => {
      const fixture = routerOver([far], { far: script });
      const all = [file('a.ts', 2_000), file('b.ts', 2_000), ...(bytes > 0 ? [file('c.ts', bytes)] : [])];
      await collect(fixture.router.route({ ...task, segments: [...all, ...holeTask('let a', '\n').segments] }, never));
      return fixture.ledger.reservations[0]?.amountNanoUsd ?? 0;
    };
    // What a segment adds around its text is held all the same.
    const [with20KB, without] = [await held(20_000), await held(0)];
    expect([without > 5_000_000, with20KB - without < 1_000_000]).toEqual([true, true]);
  });

  it('is no concern of conversations', async () => {
    const fixture = routerOver([paidCandidate('far')], { far: script });
    const talk = chatTask({ segments: [file('a.ts', 20_000), ...chatTask().segments] });
    await collect(fixture.router.route(talk, never));
    expect(namesOf(fixture.provider.calls[0]?.segments)).toEqual(['a.ts']);
  });

  it('is the very same prompt where there is room for all of it', () => {
    const segments = [file('a.ts', paidContextBytes), ...holeTask('a', 'b').segments];
    expect([withinPaidRoom(segments) === segments, namesOf(withinPaidRoom([file('b.ts', 1), ...segments]))]).toEqual([true, ['b.ts']]);
  });
});
