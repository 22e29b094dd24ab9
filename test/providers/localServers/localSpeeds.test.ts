import { describe, expect, it } from 'vitest';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import { healthOf } from '../../../src/providers/localServers/localServer.ts';
import { LocalSpeeds } from '../../../src/providers/localServers/localSpeeds.ts';
import { collect } from '../../support/collect.ts';
import { finished, scriptedProvider, text, used } from '../../support/routing.ts';
import { callOf, holeTask, localCandidate } from '../../support/tasks.ts';
import { server, there, watching } from '../watchedWorld.ts';

type Heard = StreamPart | { readonly waitMs: number };

/** What is known after answers with such parts, and such pauses between them. */
function paceAfter(...answers: readonly (readonly Heard[])[]): number | undefined {
  let nowMs = 0;
  const speeds = new LocalSpeeds(() => nowMs);
  for (const answer of answers) {
    const listen = speeds.listener('here', 'qwen');
    for (const heard of answer) {
      if ('waitMs' in heard) nowMs += heard.waitMs;
      else listen(heard);
    }
  }
  return speeds.tokensPerSecond('here', 'qwen');
}

const timed = (output: number, outputMs: number): readonly Heard[] => [
  text('a'),
  { type: 'usage', usage: { ...noUsage, output }, timings: { promptMs: 5, outputMs } },
  finished,
];

describe('How fast a local model writes', () => {
  it('is told by its server’s own time, or else measured from the first piece to the end', () => {
    expect([paceAfter(timed(24, 2000)), paceAfter([text('a'), { waitMs: 1000 }, used({ output: 11 }), finished])]).toEqual([12, 10]);
  });

  it.each<[string, readonly Heard[]]>([
    ['a single token', timed(1, 50)],
    ['one piece', [text('all of it'), used({ output: 40 }), finished]],
    ['no text', [used({ output: 40 }), finished]],
    ['no usage', [text('a'), { waitMs: 500 }, finished]],
    ['an end before its time', [text('a'), { waitMs: 500 }, used({ output: 40 }), { type: 'finish', reason: 'aborted' }]],
  ])('is not told by an answer of %s', (_what, answer) => {
    expect(paceAfter(answer)).toBeUndefined();
  });

  it('is the median of the last eight answers', () => {
    const of = (pace: number): readonly Heard[] => timed(pace * 10, 10_000);
    expect(paceAfter(...Array.from({ length: 20 }, () => of(90)), ...[10, 20, 30, 40, 50, 60, 70, 80].map(of))).toBe(40);
  });

  it('is in the state that the watch tells, from the next answer on, without a change of state being told', async () => {
    const { watch, states } = watching(there({ ...server, health: [{ model: 'qwen', isLoaded: true }] }));
    await watch.look();
    const { endpoint } = watch.candidates()[0] ?? localCandidate('qwen');
    const usage: StreamPart = { type: 'usage', usage: { ...noUsage, output: 24 }, timings: { promptMs: 5, outputMs: 2000 } };
    const provider = watch.watching(scriptedProvider({ qwen: [text('a'), usage, finished] }));
    const candidate = { ...localCandidate('qwen'), endpoint };
    await collect(provider.stream(callOf(holeTask('a', 'b'), candidate), new AbortController().signal));
    const { state } = watch;
    expect([states.length, state.status === 'found' && state.servers[0] && healthOf(state.servers[0], 'qwen')]).toEqual([
      1,
      { model: 'qwen', isLoaded: true, tokensPerSecond: 12 },
    ]);
  });
});
