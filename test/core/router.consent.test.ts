import { describe, expect, it } from 'vitest';
import type { AskAnswer, AskQuestion } from '../../src/core/budget/index.ts';
import type { RouterPorts } from '../../src/core/router.ts';
import { collect } from '../support/collect.ts';
import { answer, failed, inShort, routerOver, type Scripts } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice } from '../support/tasks.ts';

const never = new AbortController().signal;
const priced = (id: string, times: number) => paidCandidate(id, { price: { ...paidPrice, output: paidPrice.output * times } });
const [cheap, middle, dear] = [priced('cheap', 1), priced('middle', 2), priced('dear', 4)];
const local = localCandidate('local');
/** A thousand tokens out: $0.015, $0.030 and $0.060, and a little for the input. */
const task = chatTask({ maxOutputTokens: 1000 });

/** The dear one is the best by far, so that it comes first. */
const quality: RouterPorts['quality'] = {
  estimate: (_kind, { model: { id } }) => ({ mean: { dear: 0.9, middle: 0.3, cheap: 0.1 }[id] ?? 0.5, weight: 9, source: 'a test' }),
};

function routing(
  aboveUsd: number | undefined,
  answers: readonly AskAnswer[],
  candidates = [cheap, middle, dear, local],
  scripts: Scripts = {},
  ports: Parameters<typeof routerOver>[2] = {},
) {
  const questions: AskQuestion[] = [];
  const fixture = routerOver(
    candidates,
    { cheap: answer, middle: answer, dear: answer, local: answer, ...scripts },
    {
      quality,
      pins: () => ({ chat: { tier: 'medium' } }),
      consent: {
        aboveNanoUsd: () => (aboveUsd === undefined ? undefined : aboveUsd * 1e9),
        ask: async (question) => {
          questions.push(question);
          return answers[questions.length - 1] ?? 'cancel';
        },
      },
      ...ports,
    },
  );
  return { ...fixture, questions };
}

const route = async ({ router }: ReturnType<typeof routing>, asked = task): Promise<readonly string[]> =>
  (await collect(router.route(asked, never))).map(inShort).filter((part) => /^(attempt|finish|error)/.test(part));

describe('A request whose worst case passes what may leave unasked', () => {
  it('is asked about before it leaves: what, why, and what is cheaper', async () => {
    const fixture = routing(0.04, ['send']);
    const parts = await route(fixture);
    expect({ parts, questions: fixture.questions }).toEqual({
      parts: ['attempt 1: dear', 'finish: stop'],
      questions: [
        {
          kind: 'chat',
          candidateName: 'dear (cloud-of-dear)',
          worstCaseNanoUsd: expect.any(Number),
          thresholdNanoUsd: 40_000_000,
          reason: expect.stringContaining('cheapest for each useful answer'),
          cheaper: { candidateName: 'middle (cloud-of-middle)', worstCaseNanoUsd: expect.any(Number) },
        },
      ],
    });
  });

  it('goes to the cheaper one, where the user says so, and nobody dearer is asked for this task', async () => {
    const fixture = routing(0.04, ['cheaper']);
    expect([await route(fixture), fixture.provider.calls.length, fixture.questions.length]).toEqual([
      ['attempt 1: middle', 'finish: stop'],
      1,
      1,
    ]);
  });

  it('leaves for nobody, where the user calls it off, and nothing is held', async () => {
    const fixture = routing(0.04, ['cancel']);
    expect([await route(fixture), fixture.provider.calls.length, fixture.ledger.reservations.length]).toEqual([['finish: aborted'], 0, 0]);
  });

  it('is offered the local model where nothing paid is cheaper', async () => {
    const fixture = routing(0.001, ['cheaper'], [cheap, local]);
    expect([await route(fixture), fixture.questions[0]?.cheaper]).toEqual([
      ['attempt 1: local', 'finish: stop'],
      { candidateName: 'local (server-of-local)', worstCaseNanoUsd: 0 },
    ]);
  });

  it('is asked about once for a task: what may cost as much may cost less', async () => {
    const fixture = routing(0.02, ['send'], [middle, dear], { dear: [failed('server-error')] });
    expect([await route(fixture), fixture.questions.length]).toEqual([['attempt 1: dear', 'attempt 2: middle', 'finish: stop'], 1]);
  });

  it('is asked about by the amount that is held: twice as much where the budget is nearly used up', async () => {
    const budget = () => [{ budgetId: 'day', unit: 'nano-usd' as const, limit: 100_000_000, fromDay: '1970-01-01' }];
    const long = chatTask({ maxOutputTokens: 10, segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(12_000) }] });
    const fixture = routing(0.03, ['send'], [cheap], {}, { limits: budget });
    await route(fixture, long);
    const held = fixture.ledger.reservations.at(-1)?.cautiousAmountNanoUsd;
    expect([fixture.questions.map(({ worstCaseNanoUsd }) => worstCaseNanoUsd), (held ?? 0) > 30_000_000]).toEqual([[held], true]);
  });

  it('is asked about once it is known what was learned of its tokenizer', async () => {
    const tokenizer = { ratio: 1 };
    const fixture = routing(
      0.08,
      ['send'],
      [dear],
      {},
      {
        tokenizer: {
          count: async () => 0,
          ready: async () => {
            tokenizer.ratio = 9;
          },
          ratio: () => ({ ratio: tokenizer.ratio, highestTokensPerByte: 0 }),
        },
      },
    );
    const long = chatTask({ maxOutputTokens: 1000, segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(4000) }] });
    await route(fixture, long);
    expect(fixture.questions.length).toBe(1);
  });

  it('does not leave where the question cannot be asked', async () => {
    const fixture = routing(
      0.04,
      [],
      [dear],
      {},
      {
        consent: { aboveNanoUsd: () => 1, ask: () => Promise.reject(new Error('no window')) },
      },
    );
    expect([await route(fixture), fixture.provider.calls.length]).toEqual([['finish: aborted'], 0]);
  });

  it('passes over to what is cheaper, unasked, where nobody asked for it: a suggestion while typing', async () => {
    const fixture = routing(0.000_001, []);
    const typing = holeTask('const a = ', ';', { origin: { trigger: 'automatic' } });
    expect([await route(fixture, typing), fixture.questions]).toEqual([['attempt 1: local', 'finish: stop'], []]);
  });

  it('leaves unasked below the threshold, and where there is none', async () => {
    const [below, none] = [routing(0.1, []), routing(undefined, [])];
    expect([await route(below), await route(none), below.questions, none.questions]).toEqual([
      ['attempt 1: dear', 'finish: stop'],
      ['attempt 1: dear', 'finish: stop'],
      [],
      [],
    ]);
  });
});
