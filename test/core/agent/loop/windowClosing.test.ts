import { expect, test } from 'vitest';
import { type AgentEvent, type AgentPorts, standingOf, WindowClosing } from '../../../../src/core/agent/index.ts';
import { brokenRounds, call, finish, inOrder, inShort, type Say, says, World } from './support.ts';

/** The window closes as that happens; then another one goes on. */
async function closedAt(
  { say, ports = () => ({}) }: { readonly say: (close: () => void) => Say; readonly ports?: (close: () => void) => Partial<AgentPorts> },
  goesOn: Say,
) {
  const controller = new AbortController();
  const close = (): void => controller.abort(new WindowClosing());
  const world = new World({ say: say(close), ports: ports(close), files: { 'a.txt': 'one' } });
  const log = await world.run(undefined, controller.signal);
  const later = new World({ say: goesOn, files: { 'a.txt': 'one' } });
  const whole = await later.run(log);
  return { log: inShort(log), end: inShort(whole).at(-1), broken: later.tasks.flatMap(brokenRounds), later, world };
}

const endsIn = (log: readonly AgentEvent[]): unknown => log.at(-1)?.type;

test('closed while it answers: what was half said is asked anew', async () => {
  const closing = (close: () => void): Say => {
    return () => {
      close();
      return { text: 'I will', finish: 'aborted' };
    };
  };
  const { log, end, broken } = await closedAt({ say: closing }, inOrder(says('well')));
  expect({ log, end, broken }).toEqual({ log: ['begun', 'requested agent.plan'], end: 'ended: answered', broken: [] });
});

test('closed while it answers, and stopped before it goes on: what the answer cost is in the books of the task', async () => {
  const controller = new AbortController();
  const world = new World({
    say: () => {
      controller.abort(new WindowClosing());
      return { text: 'I will', finish: 'aborted', usage: { output: 1_000 } };
    },
  });
  const log = await world.run(undefined, controller.signal);
  const stopped = new AbortController();
  stopped.abort();
  const whole = await world.run(log, stopped.signal);
  const { cost } = standingOf(whole).state;
  expect([inShort(log).at(-1), inShort(whole).slice(-2), cost.costNanoUsd > 0]).toEqual([
    'requested agent.plan',
    ['unanswered: bad-response', 'ended: stopped'],
    true,
  ]);
});

test('closed while the user is asked: they are asked again', async () => {
  const asking = (close: () => void): Partial<AgentPorts> => ({
    approvals: {
      hash: async (content) => JSON.stringify(content),
      ask: () => {
        close();
        return new Promise(() => undefined);
      },
    },
  });
  const running = inOrder(call('run', { command: 'make' }, 'call-1'), finish());
  const { log, end, world, later } = await closedAt({ say: () => running, ports: asking }, inOrder(finish()));
  expect({ last: log.at(-1), done: world.done, end, again: later.questions.map(({ callId }) => callId) }).toEqual({
    last: 'approval-asked',
    done: [],
    end: 'ended: unproved',
    again: ['call-1'],
  });
});

test('closed while a subtask works: nobody knows what became of it, and its parent is told so', async () => {
  const delegating = (close: () => void): Say => {
    return (_task, _candidate, n) => {
      if (n === 0) return call('delegate', { title: 'part', instructions: 'do it', paths: [] }, 'call-1');
      close();
      return { text: 'I', finish: 'aborted' };
    };
  };
  const { log, later } = await closedAt({ say: delegating }, inOrder(finish()));
  const told = later.recorded.find((event) => event.type === 'reported');
  expect([log.at(-1), endsIn(later.recorded), told?.type === 'reported' && told.callId]).toEqual(['delegated', 'ended', 'call-1']);
});
