import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { type Decision, profileOf, type SelectionConditions, select } from '../../../src/core/selection/index.ts';
import { RecentStatistics } from '../../../src/core/statistics/index.ts';
import { noUsage, type Task } from '../../../src/core/task/index.ts';
import { entryOf, without } from '../../support/entries.ts';
import { pressing } from '../../support/pressing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate } from '../../support/tasks.ts';

const startMs = Date.UTC(2026, 10, 22, 12);
const minuteMs = 60_000;
const local = localCandidate('local');
const paid = paidCandidate('paid', { tier: 'small' });

/** An answer of 16 tokens by the local model, which was over at that minute. */
function answered(minute: number, firstTokenMs: number, tokensPerSecond: number, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const durationMs = firstTokenMs + 15_000 / tokensPerSecond;
  const measured = without(entryOf({}), 'timings');
  return {
    ...measured,
    ...{ id: `${minute} ${firstTokenMs}`, kind: 'completion.line', billing: 'local', finish: 'stop' },
    ...{ endpoint: local.endpoint.id, model: 'local', usage: { ...noUsage, output: 16 } },
    ...{ startedAtMs: startMs + minute * minuteMs - durationMs, firstTokenMs, durationMs },
    ...changes,
  };
}

/** Nobody waited for it. */
const abandoned = (minute: number, durationMs: number): LedgerEntry => ({
  ...without(answered(minute, durationMs, 1000), 'firstTokenMs'),
  ...{ finish: 'aborted', usage: noUsage, durationMs, startedAtMs: startMs + minute * minuteMs - durationMs },
});

interface Asked {
  readonly minute?: number;
  readonly task?: Task;
  readonly candidates?: readonly Candidate[];
  readonly pins?: SelectionConditions['pins'];
}

function decisionAfter(seen: readonly LedgerEntry[], asked: Asked = {}): Decision {
  const { minute = 1, task = holeTask('a', 'b'), candidates = [local, paid], pins = {} } = asked;
  const atMs = startMs + minute * minuteMs;
  const statistics = new RecentStatistics({ now: () => atMs });
  for (const entry of seen) statistics.learn(entry);
  const conditions: SelectionConditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins, statistics, atMs };
  return select(profileOf(task, statistics), candidates, conditions);
}

/** Who answers, or why nobody does. */
const answererOf = (decision: Decision): string => (decision.outcome === 'chosen' ? decision.chosen.candidate.model.id : decision.rule);
const answererAfter = (seen: readonly LedgerEntry[], asked?: Asked): string => answererOf(decisionAfter(seen, asked));

const tenSlow = Array.from({ length: 10 }, (_, index) => answered(0.1 * index, 1800, 5));

describe('A local model that would come too late', () => {
  it('is no candidate for a suggestion, with what was measured as the reason; a paid model takes over, or nobody answers', () => {
    const alone = decisionAfter(tenSlow, { candidates: [local] });
    expect({ withPaid: answererAfter(tenSlow), alone: answererOf(alone), rejected: alone.rejected }).toEqual({
      withPaid: 'paid',
      alone: 'none-suitable',
      rejected: [
        {
          candidate: local,
          rule: 'too-slow',
          reason: 'lately 1800 ms to its first token and 5 tokens/s, so 16 tokens take about 4800 ms, and 3000 ms are left',
        },
      ],
    });
  });

  it('is asked where its whole answer comes in time', () => {
    expect(answererAfter(Array.from({ length: 10 }, (_, index) => answered(0.1 * index, 1800, 40)))).toBe('local');
  });

  it('is measured by the length of its own answers, not by what paid models write behind the line', () => {
    const verbose = Array.from({ length: 20 }, (_, index) =>
      answered(0.5 + 0.01 * index, 100, 100, { billing: 'metered', model: 'paid', usage: { ...noUsage, output: 96 } }),
    );
    const seen = [...Array.from({ length: 4 }, (_, index) => answered(0.1 * index, 100, 30)), ...verbose];
    expect(answererAfter(seen, { pins: { 'completion.line': { tier: 'local' } } })).toBe('local');
  });

  it('is asked where the user pressed the key for it, and for a conversation', () => {
    const invoked = holeTask('a', 'b', { origin: { trigger: 'invoke' } });
    expect([answererAfter(tenSlow, { task: invoked }), answererAfter(tenSlow, { task: chatTask(), candidates: [local] })]).toEqual([
      'local',
      'local',
    ]);
  });

  it('stays out where a paid model was chosen by hand and it would be the last resort', () => {
    expect(answererAfter(tenSlow, { candidates: [local], pins: { 'completion.line': { tier: 'small' } } })).toBe('none-suitable');
  });

  it('is asked again two minutes after it was asked last, once, and as before when that was fast', () => {
    const times = [2.8, 3].map((minute) => answererAfter(tenSlow, { minute }));
    const stillSlow = [...tenSlow, answered(3, 2500, 5)];
    const abandonedTry = [...tenSlow, abandoned(3, 200)];
    const fastAgain = [...tenSlow, answered(3, 200, 50)];
    expect([...times, ...[stillSlow, abandonedTry, fastAgain].map((seen) => answererAfter(seen, { minute: 3.1 }))]).toEqual([
      ...['paid', 'local'],
      ...['paid', 'paid', 'local'],
    ]);
  });

  it('is one whose last slow answers were seen within a quarter of an hour: what is older counts no more', () => {
    const recently = (minute: number): string => answererAfter([...tenSlow, abandoned(minute - 0.1, 100)], { minute });
    expect([recently(5), recently(20)]).toEqual(['paid', 'local']);
  });

  it('is not one that had to be loaded, or that waited for another request: its own work was fast', () => {
    const worked = { timings: { promptMs: 150, outputMs: 300 } };
    const loaded = Array.from({ length: 5 }, (_, index) => answered(0.1 * index, 20_000, 50, worked));
    expect([
      answererAfter(loaded),
      answererAfter(loaded.map((entry) => ({ ...entry, timings: { promptMs: 20_000, outputMs: 300 } }))),
    ]).toEqual(['local', 'paid']);
  });

  it('is not one that took long over the prompts of conversations', () => {
    expect(answererAfter(tenSlow.map((entry) => ({ ...entry, kind: 'chat' })))).toBe('local');
  });
});
