import assert from 'node:assert/strict';
import { type Converse, calling } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, modelsIn, resultsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, shop } from '../shop.ts';

const again = calling('read', { path: 'src/cart.ts' });
const converse: Converse = () => again;

/** The same call again and again: it is told, and then it ends. */
export const loop: Scenario = {
  name: 'loop',
  files: { ...shop, ...brokenCart },
  asked: 'Find out why a test of the cart fails, and mend it.',
  converse,
  check({ log, testsPass }) {
    assert.equal(endOf(log), 'gave-up');
    assert(!testsPass());
    assert(modelsIn(log).length <= 6, 'a loop ends after a few steps');
    assert(resultsIn(log).length <= 6);
  },
};
