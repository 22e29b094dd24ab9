import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, eventsOf } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { shop } from '../shop.ts';

const code = `import type { Cents } from './money.ts';

/** Free from 50 EUR on. */
export function shipping(total: Cents): Cents {
  return total >= 5000 ? 0 : 490;
}
`;

const test = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shipping } from '../src/shipping.ts';

test('small orders pay for the parcel', () => assert.equal(shipping(4999), 490));
test('from 50 EUR on it is free', () => assert.equal(shipping(5000), 0));
`;

/** New files with their test, the user approving each edit at first and then all of them; the tests are the project's own, and asked for as such. */
export const feature: Scenario = {
  name: 'feature',
  files: shop,
  asked: 'Add what shipping costs: 4.90 EUR, and nothing from 50 EUR on. With tests.',
  settings: { testCommand: '' },
  user: ({ content }) => (content.type === 'command' && content.command === 'npm test' ? { answer: 'always' } : { answer: 'no' }),
  converse: inTurns(
    {
      text: 'One new file, and one for its tests.',
      calls: [
        { name: 'list', args: { path: '.' } },
        { name: 'read', args: { path: 'src/money.ts' } },
      ],
    },
    calling('read', { path: 'test/money.test.ts' }),
    {
      calls: [
        { name: 'create', args: { path: 'src/shipping.mts', text: code } },
        { name: 'create', args: { path: 'test/shipping.test.mjs', text: testOf('mts') } },
      ],
    },
    calling('rename', { path: 'src/shipping.mts', to: 'src/shipping.ts' }, 'All other files end in .ts.'),
    {
      calls: [
        { name: 'delete', args: { path: 'test/shipping.test.mjs' } },
        { name: 'create', args: { path: 'test/shipping.test.ts', text: test } },
      ],
    },
    finishing('Added src/shipping.ts with its tests.'),
  ),
  isSolved: ({ repository, testsPass }) => repository.read('src/shipping.ts') === code && testsPass(),
  check({ log, repository, questions }) {
    assert.equal(endOf(log), 'done');
    assert.deepEqual(
      Object.keys(repository.files()).filter((file) => !(file in shop)),
      ['src/shipping.ts', 'test/shipping.test.ts'],
    );
    // The command of the project itself was asked for with what it runs.
    assert.deepEqual(
      questions.map(({ content }) => content.type === 'command' && content.shown),
      ['npm test\n# package.json: node --test'],
    );
    assert(eventsOf(log, 'approved').every(({ rule }) => rule === 'ordinary-edit' || rule === 'approved-for-this-task'));
  },
};

function testOf(extension: string): string {
  return test.replace('shipping.ts', `shipping.${extension}`);
}
