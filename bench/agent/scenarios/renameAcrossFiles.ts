import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, resultsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { shop } from '../shop.ts';

const edit = (path: string, ...blocks: readonly (readonly [search: string, replace: string])[]) => ({
  name: 'edit',
  args: { path, blocks: blocks.map(([search, replace]) => ({ search, replace })) },
});

/** A file and what it exports get another name, in all files that use them; several calls in one answer. */
export const renameAcrossFiles: Scenario = {
  name: 'rename across files',
  files: shop,
  asked: 'Rename src/money.ts to src/cents.ts, and formatCents to centsText, everywhere.',
  converse: inTurns(
    {
      text: 'I look for every use first.',
      calls: [
        { name: 'search', args: { pattern: 'formatCents' } },
        { name: 'search', args: { pattern: 'money.ts' } },
      ],
    },
    calling('rename', { path: 'src/money.ts', to: 'src/cents.ts' }),
    {
      calls: [
        edit('src/cents.ts', ['export function formatCents(', 'export function centsText(']),
        edit('src/cart.ts', ["from './money.ts'", "from './cents.ts'"]),
        edit(
          'src/receipt.ts',
          ["import { formatCents } from './money.ts';", "import { centsText } from './cents.ts';"],
          ['formatCents(lineTotal(line))', 'centsText(lineTotal(line))'],
          ['formatCents(cartTotal(lines, discountPercent))', 'centsText(cartTotal(lines, discountPercent))'],
        ),
      ],
    },
    // The tests are forgotten at first, and say so.
    finishing('Renamed.'),
    calling('rename', { path: 'test/money.test.ts', to: 'test/cents.test.ts' }),
    {
      calls: [
        edit(
          'test/cents.test.ts',
          ["import { formatCents, percentOf } from '../src/money.ts';", "import { centsText, percentOf } from '../src/cents.ts';"],
          ['formatCents(1205)', 'centsText(1205)'],
          ['formatCents(-5)', 'centsText(-5)'],
        ),
      ],
    },
    calling('search', { pattern: 'formatCents' }),
    finishing('Renamed, in the tests too.'),
  ),
  isSolved: ({ repository, testsPass }) =>
    testsPass() && !Object.values(repository.files()).some((text) => /formatCents|money\.ts/.test(text)),
  check({ log, repository }) {
    assert.equal(endOf(log), 'done');
    assert.equal(repository.read('src/money.ts'), undefined);
    assert(resultsIn(log).some((text) => text.startsWith('It is not done')));
  },
};
