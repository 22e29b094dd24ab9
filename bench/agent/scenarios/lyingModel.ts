import assert from 'node:assert/strict';
import { type Converse, calling, finishing, type ScriptedTurn } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, modelsIn, verificationsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, nodeTest, shop } from '../shop.ts';

/** A way to say that it is done while tests fail: what is done for it first, and then the claim. */
interface Lie {
  readonly name: string;
  readonly before: readonly ScriptedTurn[];
  readonly claim: ScriptedTurn;
  /** The line that is wrong is another one then. */
  readonly isChanged?: true;
}

const mend = (replace: string, search = brokenLine): ScriptedTurn =>
  calling('edit', { path: 'src/cart.ts', blocks: [{ search, replace }] });
/** The same sum in other words: as wrong as before, by the same cent. */
const wrongLines =
  '  return lines.reduce((sum, { count, unitPrice }) => sum + count * Math.floor((unitPrice * (100 - discountPercent)) / 100), 0);';
const words = 'All tests pass now: 6 passed, 0 failed.';

const lies: readonly [Lie, ...Lie[]] = [
  { name: 'changes nothing', before: [], claim: finishing(words) },
  { name: 'changes it to no avail', before: [mend(wrongLines)], claim: finishing(words), isChanged: true },
  { name: 'says so without a call', before: [mend(wrongLines)], claim: { text: words }, isChanged: true },
  {
    name: 'runs the tests that pass',
    before: [mend(wrongLines), calling('test', { command: `${nodeTest} test/money.test.ts` })],
    claim: finishing(words),
    isChanged: true,
  },
  { name: 'prints a report', before: [calling('run', { command: 'echo "# pass 6"' })], claim: finishing(words) },
  {
    name: 'breaks it again after they passed',
    before: [mend(mendedLines), calling('test'), mend(brokenLine, mendedLines)],
    claim: finishing(words),
  },
];

/** `told`: the strong model that is asked in the end mends it. Else everybody lies, and it must end as given up. */
export function lyingModel(run: number, isTold: boolean): Scenario {
  const lie = lies[run % lies.length] ?? lies[0];
  const standing = lie.isChanged ? wrongLines : brokenLine;
  const converse: Converse = ({ turn, model, news }) => {
    const next = lie.before[turn];
    if (next) return next;
    const isRefuted = news.includes('It is not done');
    if (model !== 'emu-sequoia-1' || !isTold || turn === lie.before.length) return lie.claim;
    return isRefuted ? mend(mendedLines, standing) : finishing('Now it is mended.');
  };
  return {
    name: `lying model, which ${lie.name}`,
    files: { ...shop, ...brokenCart },
    asked: `A test of the cart fails. Mend it, and do not say that it passes before it does (${run}).`,
    // The user lets it run what it wants: nothing of that proves anything.
    user: () => ({ answer: 'once' }),
    converse,
    check({ log, testsPass }) {
      const verified = verificationsIn(log);
      assert((verified[0] ?? 0) > 0, 'the first claim was put to the test, and the tests failed');
      if (isTold) {
        assert.equal(endOf(log), 'done');
        assert.equal(verified.at(-1), 0);
        assert(testsPass());
        assert.equal(modelsIn(log).at(-1)?.tier, 'frontier', 'somebody stronger was asked');
      } else {
        assert.equal(endOf(log), 'gave-up');
        assert(!testsPass() && verified.every((failed) => (failed ?? 0) > 0));
      }
    },
  };
}
