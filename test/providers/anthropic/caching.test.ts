import { describe, expect, it } from 'vitest';
import type { Breakpoint } from '../../../src/core/caching/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { textOfTokens, useEmulator } from '../../emulator/support.ts';
import { marksPlan, noPlan } from '../plans.ts';
import { answerTo, callTo, never, provider, usagesOf } from './emulatedAnthropic.ts';

const emulator = useEmulator();
const tools = ['read', 'list'].map((name) => ({ name, description: name, inputSchema: {} }));
const fiveMinutes = { type: 'ephemeral' };
const hour = { type: 'ephemeral', ttl: '1h' };
const turn = (role: Segment['role'], text: string, more: Partial<Segment> = {}): Segment => ({ role, stability: 'turn', text, ...more });
const calls = (id: string) => [{ id, name: 'read', argumentsText: '{}' }];

/** 0 and 1: system; 2: user; 3 to 5: a round of tools; 6: nothing at all. */
const segments = [
  turn('system', 'Be brief.'),
  turn('system', ''),
  turn('user', 'What is this?', { images: [{ mediaType: 'image/png', base64: 'iVBORw0KGgo=' }] }),
  turn('assistant', 'I look.', { toolCalls: calls('toolu_1') }),
  turn('tool', 'let a;', { toolCallId: 'toolu_1' }),
  turn('user', 'And now?'),
  turn('user', ''),
];

type Block = Readonly<Record<string, unknown>>;

/** The blocks that are marked, in the API's order: where, and with what. */
async function marked(marks: readonly (number | Breakpoint)[]): Promise<readonly unknown[]> {
  await answerTo(callTo(emulator(), { segments, tools, cachePlan: marksPlan(marks) }));
  const sent = (emulator().requests().at(-1)?.body ?? {}) as Readonly<Record<string, readonly Block[] | undefined>>;
  const blocks = [...(sent.tools ?? []), ...(sent.system ?? []), ...(sent.messages ?? []).flatMap(({ content }) => content as Block[])];
  return blocks.flatMap(({ cache_control, name, text, type, tool_use_id }) =>
    cache_control ? [[tool_use_id ?? (type === 'text' ? text : name), cache_control]] : [],
  );
}

describe('The marks of a cache plan', () => {
  it('are on the last tool, and on the last block of each segment', async () => {
    expect(await marked([-1, 0, 2, 4])).toEqual([
      ['list', fiveMinutes],
      ['Be brief.', fiveMinutes],
      ['What is this?', fiveMinutes],
      ['toolu_1', fiveMinutes],
    ]);
    expect(await marked([3])).toEqual([['read', fiveMinutes]]);
  });

  it('that would be on nothing are on the block before it, once, for the longer of their times', async () => {
    expect(
      await marked([
        { afterSegment: 0, ttl: '5m' },
        { afterSegment: 1, ttl: '1h' },
        { afterSegment: 6, ttl: '5m' },
      ]),
    ).toEqual([
      ['Be brief.', hour],
      ['And now?', fiveMinutes],
    ]);
    await answerTo(callTo(emulator(), { cachePlan: marksPlan([-1]) }));
    expect(JSON.stringify(emulator().requests().at(-1)?.body)).not.toContain('cache_control');
  });

  it('for an hour come first; behind one for five minutes the API would refuse them', async () => {
    expect(
      await marked([
        { afterSegment: -1, ttl: '1h' },
        { afterSegment: 0, ttl: '5m' },
        { afterSegment: 5, ttl: '1h' },
      ]),
    ).toEqual([
      ['list', hour],
      ['Be brief.', fiveMinutes],
      ['And now?', fiveMinutes],
    ]);
  });

  it('are counted free like the rest', async () => {
    const call = callTo(emulator(), { segments, tools });
    const counts = [
      await provider.countInput?.({ ...call, cachePlan: marksPlan([-1, 4]) }, never),
      await provider.countInput?.(call, never),
    ];
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeGreaterThan(20);
  });
});

describe('A prefix that was marked', () => {
  const system = turn('system', textOfTokens(2000));
  const question = (text: string) => [system, turn('user', text)];

  it('is written by the first request and read by the second, as the invoice has both', async () => {
    const ask = (text: string) => answerTo(callTo(emulator(), { segments: question(text), cachePlan: marksPlan([0]) }));
    const usages = [usagesOf(await ask('One?')).at(-1)?.usage, usagesOf(await ask('Two, then?')).at(-1)?.usage];
    expect(usages).toEqual(
      emulator()
        .invoice()
        .map(({ buckets }) => buckets),
    );
    expect(usages[0]?.cacheWrite5m).toBeGreaterThan(2000);
    expect(usages[1]).toMatchObject({ cacheWrite5m: 0, cacheRead: usages[0]?.cacheWrite5m });
  });

  it('for an hour is there after six minutes; for five minutes it is gone', async () => {
    for (const ttl of ['1h', '5m'] as const) {
      const call = callTo(emulator(), { segments: question(ttl), cachePlan: marksPlan([{ afterSegment: 1, ttl }]) });
      await answerTo(call);
      emulator().clock.advance(360_000);
      await answerTo(call);
    }
    expect(
      emulator()
        .invoice()
        .map(({ buckets }) => [buckets.cacheWrite1h > 2000, buckets.cacheWrite5m > 2000, buckets.cacheRead > 2000]),
    ).toEqual([
      [true, false, false],
      [false, false, true],
      [false, true, false],
      [false, true, false],
    ]);
  });

  it('is moved through a round of tools, so that each request reads what the one before wrote', async () => {
    const rounds = [...question('Look.'), ...[1, 2, 3].flatMap((round) => roundOf(`toolu_${round}`))];
    for (const end of [2, 4, 6, 8]) {
      const until = rounds.slice(0, end);
      await answerTo(callTo(emulator(), { segments: until, tools, cachePlan: marksPlan([end - 1]) }));
    }
    const lines = emulator().invoice();
    const ends = lines.map(({ buckets }) => buckets.cacheRead + buckets.cacheWrite5m);
    expect(lines.map(({ buckets }) => [buckets.uncachedInput, buckets.cacheRead])).toEqual(
      [0, ...ends.slice(0, -1)].map((read) => [0, read]),
    );
  });

  it('is not marked where the plan says so', async () => {
    await answerTo(callTo(emulator(), { segments: question('One?'), cachePlan: noPlan }));
    expect(emulator().invoice()[0]?.buckets).toMatchObject({ cacheWrite5m: 0, cacheRead: 0 });
  });
});

function roundOf(id: string): readonly Segment[] {
  return [turn('assistant', 'I look.', { toolCalls: calls(id) }), turn('tool', textOfTokens(300), { toolCallId: id })];
}

describe('What was decided besides', () => {
  it('is the effort and the tier, before those that the row fixes', async () => {
    const call = callTo(emulator(), { model: { quirks: { reasoningEffort: 'high', serviceTier: 'auto' } } });
    await answerTo(call);
    await answerTo({ ...call, candidate: { ...call.candidate, effort: 'low', serviceTier: 'standard_only' } });
    expect(
      emulator()
        .requests()
        .map(({ body }) => [body.output_config, body.service_tier]),
    ).toEqual([
      [{ effort: 'high' }, 'auto'],
      [{ effort: 'low' }, 'standard_only'],
    ]);
  });
});
