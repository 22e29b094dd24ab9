import assert from 'node:assert/strict';
import { inputTokens } from '../../../src/core/task/index.ts';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf, eventsOf } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { brokenCart, brokenLine, mendedLines, shop } from '../shop.ts';

const noise = `for (let line = 0; line < 120_000; line += 1) console.log(\`line \${line} of a very long log\`);
console.log('The discount is taken from single prices: src/cart.ts, line 15.');
`;

/** Five megabytes from a command: what reaches the model is a few thousand tokens, and its last line is among them. */
export const hugeOutput: Scenario = {
  name: 'huge output',
  files: { ...shop, ...brokenCart, 'scripts/audit.mjs': noise, 'data/prices.csv': 'pen,199\n'.repeat(60_000) },
  asked: 'Run scripts/audit.mjs, which says what is wrong with the cart, and mend that.',
  user: ({ content }) =>
    content.type === 'command' && content.command === 'node scripts/audit.mjs' ? { answer: 'once' } : { answer: 'no' },
  converse: inTurns(
    calling('run', { command: 'node scripts/audit.mjs' }, 'The script says where.'),
    calling('read', { path: 'data/prices.csv' }),
    calling('read', { path: 'src/cart.ts' }),
    calling('edit', { path: 'src/cart.ts', blocks: [{ search: brokenLine, replace: mendedLines }] }),
    finishing('Mended.'),
  ),
  check({ log, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
    const [output] = eventsOf(log, 'ran');
    assert(output && output.result.text.length < 13_000 && output.result.text.includes('src/cart.ts, line 15'));
    const prompts = eventsOf(log, 'answered').map(({ cost }) => inputTokens(cost.usage));
    assert(Math.max(...prompts) < 25_000, `the longest prompt has ${Math.max(...prompts)} tokens`);
  },
};
