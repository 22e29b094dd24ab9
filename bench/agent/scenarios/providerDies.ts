import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, eventsOf, modelsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

const steps = inTurns(
  calling('read', { path: 'src/cart.ts' }, 'I read the cart, and mend its sum.'),
  calling('read', { path: 'test/cart.test.ts' }, 'The test says what is expected of the sum.'),
  calling(
    'edit',
    { path: 'src/cart.ts', blocks: [{ search: brokenLine, replace: mendedLines }] },
    'Now the sum of all lines is taken first, and the discount is rounded once and subtracted from it, as the test of the cart expects it.',
  ),
  finishing('Mended.'),
);

/** A provider that is overloaded, and one that answers nothing at all: others take their steps, and each is billed once. */
export const providerRefuses: Scenario = {
  name: 'provider refuses',
  files: { ...shop, ...brokenCart },
  asked: 'The cart gives the wrong discount. Mend it, whoever is up.',
  converse: steps,
  arrange(emulator) {
    emulator.fault(({ body, number }) => body.model !== 'emu-sequoia-1' && number <= 4, { kind: 'status', status: 529 }, { times: 2 });
    emulator.fault(({ body }) => body.model !== 'emu-sequoia-1', { kind: 'reset' }, { times: 1 });
  },
  check({ log, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
  },
};

/** The connection breaks in the midst of a step: what was said counts for nothing, and the step is made again. */
export const providerDies: Scenario = {
  name: 'provider dies mid-step',
  files: { ...shop, ...brokenCart },
  asked: 'The discount in the cart is not what the tests want. Mend it, even if somebody dies.',
  converse: steps,
  arrange(emulator) {
    const isStep = ({ body, text }: { readonly body: { readonly model?: unknown }; readonly text: string }): boolean =>
      body.model !== 'emu-sequoia-1' && text.includes('The test says what is expected');
    emulator.fault(isStep, { kind: 'cut', afterEvents: 9 }, { times: 1 });
  },
  check({ log, testsPass, repository }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    assert.equal(eventsOf(log, 'unanswered').length, 1);
    assert.equal(modelsIn(log).length, 4);
    assert.equal(repository.read('src/cart.ts'), shop['src/cart.ts']);
  },
};
