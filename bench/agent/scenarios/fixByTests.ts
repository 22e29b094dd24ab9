import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, modelsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

/** A plan by the strong model, the work by a cheaper one, and all of it taken back at the end. */
export const fixByTests: Scenario = {
  name: 'fix by tests',
  files: { ...shop, ...brokenCart },
  asked: 'A test of the cart fails. Mend the code, and leave the tests as they are.',
  converse: inTurns(
    calling('test', {}, 'I look at what fails, mend the sum in the cart, and run the tests again.'),
    calling('read', { path: 'src/cart.ts' }),
    calling('read', { path: 'test/cart.test.ts' }),
    calling('edit', { path: 'src/cart.ts', blocks: [{ search: brokenLine, replace: mendedLines }] }),
    calling('test'),
    finishing('The discount is taken from the sum.'),
  ),
  async check({ log, questions, repository, last, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    assert.deepEqual(
      modelsIn(log).map(({ tier }) => tier),
      ['frontier', 'medium', 'medium', 'medium', 'medium', 'medium'],
    );
    assert.equal(questions.length, 0);
    const first = log.find((event) => event.type === 'checkpoint');
    assert(first?.type === 'checkpoint');
    await last.checkpoints.restore(first.checkpointId);
    assert.deepEqual(repository.files(), { ...shop, ...brokenCart });
  },
};
