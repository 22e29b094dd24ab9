import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentCall, CallResult } from '../../../src/core/agent/index.ts';
import { createAgentTools } from '../../../src/core/agent/tools/index.ts';
import { createNodeWorkspace } from '../../../src/providers/workspaceTools/nodeWorkspace.ts';
import { useFolder } from '../../support/useFolder.ts';

const { signal } = new AbortController();
const at = useFolder();

/** The tools over a real project with a test that fails. */
async function project() {
  mkdirSync(at('shop'));
  writeFileSync(at('shop/package.json'), JSON.stringify({ type: 'module', scripts: { test: 'node sum.test.js' } }));
  writeFileSync(at('shop/sum.js'), 'export const sum = (a, b) => a - b;\n');
  writeFileSync(
    at('shop/sum.test.js'),
    "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { sum } from './sum.js';\ntest('sums', () => assert.equal(sum(1, 2), 3));\ntest('zero', () => assert.equal(sum(0, 0), 0));\n",
  );
  const tools = createAgentTools({
    ...(await createNodeWorkspace({ root: at('shop') })),
    settings: () => ({
      trustedCommands: [],
      deniedCommands: [],
      testCommand: 'node sum.test.js',
      commandTimeoutMs: 20_000,
      testTimeoutMs: 20_000,
    }),
    isTrusted: () => true,
    isExcluded: () => false,
  });
  const prepare = (call: AgentCall) => tools.prepare(call, 'edits', signal);
  const run = async (call: AgentCall): Promise<CallResult> => (await prepare(call)).run(signal);
  return { prepare, run };
}

const repair: AgentCall = { tool: 'edit', path: 'sum.js', blocks: [{ search: 'a - b', replace: 'a + b' }] };

describe('On a real project', () => {
  it('tests fail, the file is read and edited, and tests pass', async () => {
    const { run } = await project();
    const failing = await run({ tool: 'test' });
    const read = await run({ tool: 'read', path: 'sum.js' });
    const edited = await run(repair);
    const passing = await run({ tool: 'test' });
    expect([failing.facts, read.text, edited.text, passing.facts]).toEqual([
      { exitCode: 1, tests: { failed: 1, passed: 1 }, paths: ['sum.test.js'] },
      '1\texport const sum = (a, b) => a - b;',
      'Edited sum.js: 1 lines added, 1 removed.',
      { exitCode: 0, tests: { failed: 0, passed: 2 }, paths: ['sum.test.js'] },
    ]);
  });

  it('nothing is written through a link that was laid after the question (security points 5 and 6)', async () => {
    const { prepare } = await project();
    writeFileSync(at('mine.js'), readFileSync(at('shop/sum.js')));
    const prepared = await prepare(repair);
    renameSync(at('shop/sum.js'), at('shop/old.js'));
    symlinkSync(at('mine.js'), at('shop/sum.js'));
    const { text } = await prepared.run(signal);
    expect([text, readFileSync(at('mine.js'), 'utf8')]).toEqual([
      'sum.js leads elsewhere than when it was asked for. Nothing was changed.',
      'export const sum = (a, b) => a - b;\n',
    ]);
  });
});
