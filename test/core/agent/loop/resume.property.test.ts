import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgentEvent, advance, fold, nothingYet, standingOf, stateOf, usualLimits } from '../../../../src/core/agent/index.ts';
import { brokenRounds, call, finish, inShort, type Said, says, World } from './support.ts';

/** A run is a whole task, of up to a hundred events. */
const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) / 10 };
const limits = { mostSteps: 8, ...usualLimits };
const files = { 'a.ts': 'one', 'b.ts': 'two' };

/** Anything that a model may do, well or badly. */
const anything: fc.Arbitrary<Said> = fc.oneof(
  fc.constantFrom('a.ts', 'b.ts', 'c.ts').map((path) => call('read', { path })),
  fc.tuple(fc.constantFrom('a.ts', 'd.ts'), fc.string()).map(([path, text]) => call('create', { path, text })),
  fc.constantFrom('one', 'two').map((search) => call('edit', { path: 'a.ts', blocks: [{ search, replace: 'one two' }] })),
  fc.constantFrom('ls', 'make', 'rm -rf .').map((command) => call('run', { command })),
  fc.constantFrom(call('test'), call('ask', { question: 'why?' }), call('read', 'no json'), call('nothing'), finish(), says('well'), {}),
  fc.constantFrom<Said>({ text: 'I th', fails: 'server-error' }, { fails: 'unreachable' }, { text: 'and', finish: 'length' }),
  fc.constant(call('delegate', { title: 'part', instructions: 'do it', paths: ['a.ts'] })),
  fc.array(fc.constantFrom('a.ts', 'b.ts'), { minLength: 2, maxLength: 3 }).map((paths) => ({
    calls: paths.map((path) => ({ name: 'create', args: { path, text: path } })),
  })),
);

const scripts = fc.record({
  said: fc.array(anything, { minLength: 1, maxLength: 8 }),
  answers: fc.array(fc.constantFrom('once' as const, 'always' as const, 'no' as const), { minLength: 1, maxLength: 4 }),
  failing: fc.constantFrom(0, 2),
});

function worldOf({
  said,
  answers,
  failing,
}: {
  said: readonly Said[];
  answers: readonly ('once' | 'always' | 'no')[];
  failing: number;
}): World {
  let question = 0;
  return new World({
    files,
    failing: () => failing,
    approvals: 'edits',
    mostSteps: 8,
    say: (_task, _candidate, n) => said[n % said.length] ?? {},
    answer: () => {
      question += 1;
      return { answer: answers[question % answers.length] ?? 'no' };
    },
  });
}

const isResting = (log: readonly AgentEvent[]): boolean => advance(standingOf(log), limits).type === 'rest';

test('whatever a model does, the task ends or waits, and each prompt has its rounds in order', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const world = worldOf(script);
      const log = await world.run();
      expect({ rests: isResting(log), broken: world.tasks.flatMap(brokenRounds) }).toEqual({ rests: true, broken: [] });
    }),
    runs,
  );
});

test('the same log is followed by the same action, and the state grows event by event as it is made at once', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, fc.nat(), async (script, at) => {
      const log = await worldOf(script).run();
      const prefix = log.slice(0, 1 + (at % log.length));
      const stored = JSON.parse(JSON.stringify(prefix)) as readonly AgentEvent[];
      const grown = prefix.reduce(fold, nothingYet);
      expect([grown, standingOf(stored)]).toEqual([stateOf(stored), standingOf(prefix)]);
      expect(advance(standingOf(stored), limits)).toEqual(advance(standingOf(prefix), limits));
    }),
    runs,
  );
});

/** What may have been under way in the middle of the log: approved, and nobody knows what became of it. */
function underWay(log: readonly AgentEvent[]): readonly string[] {
  const open = new Set<string>();
  for (const event of log) {
    if (event.type === 'approved' || event.type === 'delegated') open.add(event.callId);
    if (event.type === 'approval-answered' && event.answer.answer !== 'no') open.add(event.callId);
    if (event.type === 'ran' || event.type === 'reported') open.delete(event.callId);
  }
  return [...open];
}

test('from each place at which the window may close, the task goes on to its end; what was approved by then is not done again', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, fc.nat(), async (script, at) => {
      const whole = await worldOf(script).run();
      const prefix = whole.slice(0, 1 + (at % whole.length));
      const world = worldOf(script);
      const log = await world.run(prefix);
      const approvedAgain = log
        .slice(prefix.length)
        .flatMap((event) => (event.type === 'approved' || event.type === 'delegated' ? [event.callId] : []))
        .filter((callId) => underWay(prefix).includes(callId));
      expect({
        kept: log.slice(0, prefix.length),
        rests: isResting(log),
        approvedAgain,
        broken: world.tasks.flatMap(brokenRounds),
      }).toEqual({ kept: prefix, rests: true, approvedAgain: [], broken: [] });
    }),
    runs,
  );
});

test('a command that was approved when the window closed is not run again: the model is told that nobody knows', async () => {
  const script = { said: [call('run', { command: 'make' }), says('well')], answers: ['once' as const], failing: 0 };
  const whole = await worldOf(script).run();
  const place = whole.findIndex(({ type }) => type === 'approval-answered');
  const world = worldOf(script);
  const log = await world.run(whole.slice(0, place + 1));
  expect({ done: world.done, told: inShort(log)[place + 1] }).toEqual({
    done: ['test'],
    told: expect.stringMatching(/^ran: It is not known whether this happened/),
  });
});

test('what was called and not done is told as not done, whatever the user undid since', async () => {
  const script = { said: [call('run', { command: 'make' }), says('well')], answers: ['once' as const], failing: 0 };
  const whole = await worldOf(script).run();
  const place = whole.findIndex(({ type }) => type === 'approval-asked');
  const turn = { text: 'something else', attachments: [], images: [] };
  const log: readonly AgentEvent[] = [
    ...whole.slice(0, place + 1),
    { type: 'undone', atMs: 1, checkpointId: 'none', paths: [] },
    { type: 'said', atMs: 2, turn, mode: 'agent' },
  ];
  const calls = stateOf(log).turns[0]?.items.flatMap((item) => (item.type === 'step' ? item.calls.map(({ status }) => status) : []));
  expect(calls).toEqual(['over']);
});

test('a question that was open when the window closed is asked again', async () => {
  const script = { said: [call('run', { command: 'make' }), says('well')], answers: ['once' as const], failing: 0 };
  const whole = await worldOf(script).run();
  const place = whole.findIndex(({ type }) => type === 'approval-asked');
  const world = worldOf(script);
  await world.run(whole.slice(0, place + 1));
  expect({ done: world.done, questions: world.questions.length }).toEqual({ done: ['run make', 'test'], questions: 1 });
});
