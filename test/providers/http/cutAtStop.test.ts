import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import { cutAtStop } from '../../../src/providers/http/cutAtStop.ts';
import { collect } from '../../support/collect.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const usage: StreamPart = { type: 'usage', usage: { ...noUsage, output: 9 } };
const call: StreamPart = { type: 'tool-call-start', id: 'call_1', name: 'read' };
const says = (text: string): StreamPart => ({ type: 'text-delta', text });
const ends = (reason: 'stop' | 'length' | 'tool-calls'): StreamPart => ({ type: 'finish', reason });

async function* stream(parts: readonly StreamPart[]): AsyncGenerator<StreamPart> {
  yield* parts;
}
const cut = (parts: readonly StreamPart[], stops: readonly string[]): Promise<readonly StreamPart[]> =>
  collect(cutAtStop(stream(parts), stops));
const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

describe('Cutting at a stop string', () => {
  it('gives the text before the first of them, however it was cut into pieces', async () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(letters), stops, async (pieces, stopping) => {
        const whole = pieces.join('');
        // Letter by letter, as a model writes: the first moment at which a stop string stands at the end.
        const moments = [...whole].map((_letter, index) => whole.slice(0, index + 1));
        const moment = moments.find((said) => stopping.some((stop) => said.endsWith(stop)));
        const longest = Math.max(...stopping.filter((stop) => moment?.endsWith(stop)).map((stop) => stop.length));
        const expected = moment === undefined ? whole : moment.slice(0, moment.length - longest);
        expect(textOf(await cut([...pieces.map(says), ends('stop')], stopping))).toBe(expected);
      }),
      runs,
    );
  });

  it('lets through what cannot become a stop string at once, and holds the rest until it is decided', async () => {
    expect(await cut([says('one E'), says('N'), says('ough'), ends('stop')], ['END'])).toEqual([
      says('one '),
      says('ENough'),
      ends('stop'),
    ]);
  });

  it('tells the held text before what is no text, and before the end', async () => {
    expect(await cut([says('one E'), call, ends('tool-calls')], ['END'])).toEqual([says('one '), says('E'), call, ends('tool-calls')]);
    expect(await cut([says('one E'), usage, says('ND two'), ends('stop')], ['END'])).toEqual([says('one '), usage, ends('stop')]);
  });

  it('swallows what comes behind, but not what it costs; the end is a stop', async () => {
    expect(await cut([says('oneENDtwo'), says('three'), call, usage, ends('length')], ['END'])).toEqual([says('one'), usage, ends('stop')]);
  });

  it('keeps the doubt of a usage that was none', async () => {
    const doubted: StreamPart = { type: 'finish', reason: 'length', usageDoubt: 'output is -7' };
    expect(await cut([says('oneEND'), doubted], ['END'])).toEqual([says('one'), { ...doubted, reason: 'stop' }]);
  });

  it('changes nothing without stop strings', async () => {
    const parts = [says('a'), says('b'), usage, ends('length')];
    expect([await cut(parts, []), await cut(parts, [''])]).toEqual([parts, parts]);
  });
});
