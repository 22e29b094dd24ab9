import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, resultsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

/** Calls that cannot be read, blocks that are not found, files that are not there: the model is told why, and nothing is half done. */
export const failingTool: Scenario = {
  name: 'failing tool',
  files: { ...shop, ...brokenCart },
  asked: 'The discount in the cart is wrong by some cents. Mend it.',
  converse: inTurns(
    calling('read', { path: 'src/basket.ts' }, 'It must be in the basket.'),
    { calls: [{ name: 'edit', args: '{"path": "src/cart.ts", "blocks": [{' }] },
    calling('patch', { path: 'src/cart.ts' }),
    calling('edit', {
      path: 'src/cart.ts',
      blocks: [
        { search: 'export interface CartLine {', replace: 'export interface Line {' },
        { search: '  return lines.sum(unitPrice);', replace: mendedLines },
      ],
    }),
    calling('read', { path: 'src/cart.ts' }),
    calling('edit', { path: 'src/cart.ts', blocks: [{ search: brokenLine.trim(), replace: mendedLines.trimStart() }] }),
    finishing('Mended.'),
  ),
  check({ log, repository, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    assert(!repository.read('src/cart.ts')?.includes('interface Line'), 'an edit of which one block failed changes nothing');
    const told = resultsIn(log);
    for (const words of ['src/basket.ts', 'not a JSON object', 'There is no tool "patch"'])
      assert(
        told.some((text) => text.includes(words)),
        `nobody was told "${words}"`,
      );
  },
};
