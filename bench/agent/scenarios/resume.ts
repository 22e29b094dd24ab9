import assert from 'node:assert/strict';
import type { AgentEvent } from '../../../src/core/agent/index.ts';
import type { AgentWindow } from '../../../test/support/agent/agentWindow.ts';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, eventsOf } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

class WindowDied extends Error {}

/**
 * The window dies twice: after a command was approved, so that nobody knows whether it ran, and while an answer was under way. What is left is the log on
 * disk. A new window goes on from it, does nothing twice, and says what is not known.
 */
export const resume: Scenario = {
  name: 'resume after restart',
  files: { ...shop, ...brokenCart },
  asked: 'Mend the discount of the cart, over as many restarts as it takes.',
  converse: inTurns(
    calling('test', {}, 'First the tests.'),
    calling('read', { path: 'src/cart.ts' }),
    calling('edit', { path: 'src/cart.ts', blocks: [{ search: brokenLine, replace: mendedLines }] }),
    finishing('Mended.'),
  ),
  async play({ begun, reopened }) {
    const first = await runUntilDeath(await reopened({ onEvent: dyingAt('ran', 1) }), [begun]);
    const log = await runUntilDeath(await reopened({ onEvent: dyingAt('answered', 2) }), first);
    return (await reopened()).run(log);
  },
  check({ log, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    assert.equal(eventsOf(log, 'ran').filter(({ isUnknown }) => isUnknown).length, 1);
    assert.equal(eventsOf(log, 'unanswered').length, 1);
    const edits = eventsOf(log, 'called').filter(({ call }) => call?.tool === 'edit');
    assert.equal(edits.length, 1, 'nothing is done twice');
  },
};

/** The event is the last that this window came to, and it was not stored any more. */
function dyingAt(type: AgentEvent['type'], time: number): (event: AgentEvent) => void {
  let seen = 0;
  return (event) => {
    if (event.type !== type) return;
    seen += 1;
    if (seen === time) throw new WindowDied(`the window died at ${type}`);
  };
}

async function runUntilDeath(window: AgentWindow, log: readonly AgentEvent[]): Promise<readonly AgentEvent[]> {
  const [begun] = log;
  if (begun?.type !== 'begun') throw new Error('there is no task');
  try {
    await window.run(log);
  } catch (error) {
    if (!(error instanceof WindowDied)) throw error;
    return window.stored(begun.taskId);
  }
  throw new Error('the window did not die');
}
