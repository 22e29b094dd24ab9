import { expect, test } from 'vitest';
import { type AgentEvent, standingOf } from '../../../../src/core/agent/index.ts';
import { noUsage } from '../../../../src/core/task/index.ts';
import { brokenRounds, call, finish, inOrder, inShort, models, type Said, says, World } from '../loop/support.ts';

const long = (name: string): string => Array.from({ length: 1_500 }, (_, n) => `${name} line ${n} of a long file`).join('\n');
const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.ts`, long(`${n}`)]));
const summary = says('The plan: mend sum.ts. Found: line 3.');

/** Reads one long file after the other, and answers compactions. */
function reading(steps: number, told: Said = summary) {
  let step = 0;
  return (task: { readonly kind: string }) => {
    if (task.kind === 'compaction') return told;
    step += 1;
    if (step === 2) return call('create', { path: 'new.ts', text: 'new' });
    // Now and then there is some progress, or nobody would let it go on for so long.
    if (step > 16 && step % 4 === 0) return call('create', { path: `new ${step}.ts`, text: 'new' });
    return step <= steps ? call('read', { path: `${step % 12}.ts` }) : finish();
  };
}

const compactionsIn = (log: readonly AgentEvent[]) => log.flatMap((event) => (event.type === 'compacted' ? [event] : []));

test('a prompt that is read again at each step is summed up by a cheap model; the work goes on from the summary', async () => {
  const world = new World({ files, say: reading(16) });
  const log = await world.run();
  const compactions = compactionsIn(log);
  const place = world.tasks.findIndex(({ kind }) => kind === 'compaction');
  const after = world.tasks[place + 1];
  expect({
    compactions: compactions.length > 0,
    session: world.tasks[place]?.sessionId,
    by: world.asked[place],
    isShorter: JSON.stringify(after?.segments).length < JSON.stringify(world.tasks[place - 1]?.segments).length / 2,
    broken: world.tasks.flatMap(brokenRounds),
    end: inShort(log).at(-1),
    paid: compactions[0]?.cost.costNanoUsd !== 0,
  }).toEqual({
    compactions: true,
    session: 'task.compaction',
    by: 'compaction: small-model low',
    isShorter: true,
    broken: [],
    end: 'ended: unproved',
    paid: true,
  });
});

test('a summary keeps what the user said, the plan, the changed files and the open failures', async () => {
  const failing = (): number => 3;
  const say = reading(16);
  let tested = false;
  const world = new World({
    files,
    failing,
    say: (task) => {
      if (task.kind === 'compaction' || tested) return say(task);
      tested = true;
      return call('test');
    },
  });
  await world.run([world.begun('mend the sum')]);
  const place = world.tasks.findIndex(({ kind }) => kind === 'compaction');
  const segments = world.tasks[place + 1]?.segments ?? [];
  expect(segments.slice(1, 3)).toEqual([
    { role: 'user', stability: 'session', text: 'mend the sum' },
    {
      role: 'user',
      stability: 'session',
      text: [
        '<summary>',
        'What was said and done before is left out here. The files are as they are: read them again where you need them.',
        '',
        'Changed so far:\n- new.ts (created)',
        '',
        'The last run of the tests: 3 failed.',
        '',
        'The plan: mend sum.ts. Found: line 3.',
        '</summary>',
      ].join('\n'),
    },
  ]);
});

test('where nobody sums up, what fits no more makes place for the facts alone, and the work goes on', async () => {
  const small = models.map((each) => ({ ...each, model: { ...each.model, contextTokens: 60_000 } }));
  const world = new World({ files, candidates: small, say: reading(16, { fails: 'unreachable' }) });
  const log = await world.run();
  expect({ summary: compactionsIn(log)[0]?.summary, end: inShort(log).at(-1) }).toEqual({
    summary: [
      'What was said and done before is left out here. The files are as they are: read them again where you need them.',
      'Changed so far:\n- new.ts (created)',
      'The last run of the tests: They were not run.',
    ].join('\n\n'),
    end: 'ended: unproved',
  });
});

test('where nobody sums up, nothing is dropped to save money; it is tried again once carrying it along has cost as much again', async () => {
  let asked = 0;
  const say = reading(28);
  const failing = (task: { readonly kind: string }): Said =>
    task.kind === 'compaction' && ++asked === 1 ? { fails: 'unreachable' } : say(task);
  const world = new World({ files, say: failing });
  const log = await world.run();
  const kinds = world.tasks.map(({ kind }) => kind);
  const place = kinds.indexOf('compaction');
  const again = kinds.indexOf('compaction', place + 1);
  const lengths = world.tasks.map(({ segments }) => segments.length);
  expect({
    told: log.flatMap((event) => (event.type === 'not-compacted' ? [event.words] : [])),
    kept: (lengths[place + 1] ?? 0) > (lengths[place - 1] ?? 0),
    stepsUntilAgain: again - place > 3,
    summedUp: compactionsIn(log).length > 0,
    end: inShort(log).at(-1),
  }).toEqual({ told: ['it was unreachable'], kept: true, stepsUntilAgain: true, summedUp: true, end: 'ended: unproved' });
});

test('a summary that the user stops is none, and what it cost is the task’s', async () => {
  const controller = new AbortController();
  const say = reading(16);
  const world = new World({
    files,
    say: (task) => {
      if (task.kind === 'compaction') controller.abort();
      return say(task);
    },
  });
  const log = await world.run(undefined, controller.signal);
  const stopped = log.find((event) => event.type === 'not-compacted');
  const others = log.reduce((sum, event) => sum + (event.type === 'answered' ? event.cost.costNanoUsd : 0), 0);
  const paid = stopped?.cost.costNanoUsd ?? 0;
  expect([inShort(log).slice(-2), paid > 0, standingOf(log).state.cost.costNanoUsd - others]).toEqual([
    ['not-compacted', 'ended: stopped'],
    true,
    paid,
  ]);
});

test('the plan, and what an earlier summary kept, enter the next summary whole', async () => {
  const line = (name: string, n: number): string => `${name} ${n}: it is in the file with that number`;
  const lines = (name: string): string => Array.from({ length: 200 }, (_, n) => line(name, n)).join('\n');
  const say = reading(45, says(lines('found')));
  let isPlanned = false;
  const world = new World({
    files,
    say: (task) => {
      if (isPlanned) return say(task);
      isPlanned = true;
      return { text: lines('plan'), ...call('list', { path: '.' }) };
    },
  });
  await world.run();
  const [first = '', second = ''] = world.tasks.flatMap(({ kind, segments }) => (kind === 'compaction' ? [segments.at(-1)?.text] : []));
  const holds = (text: string, name: string): boolean =>
    Array.from({ length: 200 }, (_, n) => line(name, n)).every((each) => text.includes(each));
  expect([holds(first, 'plan'), holds(second, 'found')]).toEqual([true, true]);
});

test('a prompt that fits into no model is compacted, and asked again; where nothing is left to drop, the task ends', async () => {
  const overflowing = inOrder(call('read', { path: '0.ts' }), call('read', { path: '1.ts' }), { fails: 'context-overflow' }, summary, {
    fails: 'context-overflow',
  });
  const world = new World({ files, candidates: models, say: overflowing });
  const log = await world.run();
  expect({ log: inShort(log).slice(-7), broken: world.tasks.flatMap(brokenRounds) }).toEqual({
    log: [
      ...['requested agent.step', 'unanswered: context-overflow', 'compacted'],
      ...['requested agent.step', 'unanswered: context-overflow'],
      'ended: failed',
    ].toSpliced(0, 0, 'ran: 1 line 0 of a long file'),
    broken: [],
  });
});

test('of what was read more than once since, the last time stays; until then nothing is taken back', async () => {
  const say = inOrder(...['a.ts', 'b.ts', 'a.ts'].map((path) => call('read', { path })), says('well'));
  const log = await new World({ files: { 'a.ts': 'one', 'b.ts': 'two' }, say }).run();
  const untilEvent = log.findIndex(({ type }) => type === 'answered');
  const cost = { costNanoUsd: 0, isEstimate: false, isUnpriced: false, countedNanoUsd: 0, baselineNanoUsd: 0, usage: noUsage };
  const compacted: AgentEvent = { type: 'compacted', atMs: 0, requestId: 'id', summary: 'nothing', untilEvent, cost };
  const results = (each: readonly AgentEvent[]) =>
    standingOf(each).conversation.entries.flatMap(({ segment: { role, text } }) => (role === 'tool' ? [text] : []));
  expect([results(log), results([...log, compacted])]).toEqual([
    ['one', 'two', 'one'],
    ['Read again later: see there.', 'two', 'one'],
  ]);
});
