import assert from 'node:assert/strict';
import { answerConversation, calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, eventsOf } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

const instructions =
  'In src/cart.ts, cartTotal must take the discount from the sum of all lines, rounded once by percentOf. Change nothing else.';

/** The strong model hands the work on at once; only the report comes back, and what it cost stands under its parent. */
export const delegate: Scenario = {
  name: 'delegate',
  files: { ...shop, ...brokenCart },
  asked: 'Have somebody cheap mend the sum of the cart.',
  converse: inTurns(
    calling('delegate', { title: 'mend the sum', instructions, paths: ['src/cart.ts'] }, 'This needs little context: I hand it on.'),
    finishing('It was mended, and the tests pass.'),
  ),
  arrange(emulator) {
    answerConversation(
      emulator,
      instructions,
      inTurns(
        calling('edit', { path: 'src/cart.ts', blocks: [{ search: brokenLine, replace: mendedLines }] }),
        finishing('cartTotal sums first now.'),
      ),
    );
  },
  async check({ log, last, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    const [delegated] = eventsOf(log, 'delegated');
    const [reported] = eventsOf(log, 'reported');
    assert(delegated && reported && delegated.subtaskId === `${last.taskId}.1`);
    const entries = await last.entries();
    const ofSubtask = entries.filter(({ sessionId }) => sessionId === delegated.subtaskId);
    assert(ofSubtask.length === 2 && ofSubtask.every(({ tier, kind }) => tier === 'small' && kind === 'agent.subtask'));
    assert.equal(
      reported.cost.costNanoUsd,
      ofSubtask.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0),
    );
    assert(!eventsOf(log, 'answered').some(({ text }) => text.includes('cartTotal sums first')), 'only the report comes back');
  },
};
