import { describe, expect, it } from 'vitest';
import type { AgentCall } from '../../../../src/core/agent/index.ts';
import { runPrepared, shop } from './memoryWorkspace.ts';

const edit: AgentCall = { tool: 'edit', path: 'src/price.ts', blocks: [{ search: 'vat = 19', replace: 'vat = 20' }] };
const before = 'export const vat = 19;\nexport const currency = "EUR";\n';
const after = 'export const vat = 20;\nexport const currency = "EUR";\n';

describe('An edit', () => {
  it('is approved as the exact text before and after, and does that', async () => {
    const workspace = shop();
    const prepared = await workspace.prepare(edit);
    const changes = [{ path: 'src/price.ts', before, after }];
    expect({ ...prepared, run: await runPrepared(prepared), file: workspace.files.get('/shop/src/price.ts') }).toEqual({
      content: { type: 'changes', changes },
      verdict: { verdict: 'automatic', rule: 'ordinary-edit' },
      run: { isError: false, text: 'Edited src/price.ts: 1 lines added, 1 removed.', facts: { changes, paths: ['src/price.ts'] } },
      file: after,
    });
  });

  it('changes nothing where the file is not as it was when it was approved (security point 6)', async () => {
    const workspace = shop();
    const prepared = await workspace.prepare(edit);
    workspace.files.set('/shop/src/price.ts', `${before}// mine\n`);
    expect([await runPrepared(prepared), workspace.files.get('/shop/src/price.ts')]).toEqual([
      { isError: true, text: 'src/price.ts was changed by somebody else meanwhile. Nothing was changed: read it again.' },
      `${before}// mine\n`,
    ]);
  });

  it('changes nothing where the path leads elsewhere by then (security point 6)', async () => {
    const workspace = shop();
    const prepared = await workspace.prepare(edit);
    workspace.files.set('/home/me/.bashrc', before);
    workspace.links.set('/shop/src/price.ts', '/home/me/.bashrc');
    expect([await runPrepared(prepared), workspace.files.get('/home/me/.bashrc')]).toEqual([
      { isError: true, text: 'src/price.ts leads elsewhere than when it was asked for. Nothing was changed.' },
      before,
    ]);
  });

  it('tells the errors that the editor sees in the file then, and that the user has it unsaved', async () => {
    const workspace = shop();
    workspace.hasDiagnostics = true;
    workspace.unsaved.add('/shop/src/price.ts');
    workspace.problems.set('/shop/src/price.ts', [{ severity: 'error', line: 1, message: 'wrong' }]);
    const { text, facts } = await workspace.run(edit);
    expect([text, facts?.problems]).toEqual([
      'Edited src/price.ts: 1 lines added, 1 removed. src/price.ts has unsaved changes of the user and was left unsaved.\nsrc/price.ts:1: error: wrong',
      1,
    ]);
  });

  it('that does not fit quotes the file only where a model may read it', async () => {
    const workspace = shop({ 'secrets.env': 'TOKEN=abc\nHOST=shop.example\n' });
    const blocks = [{ search: 'TOKEN=\nHOST', replace: '' }];
    const secret = await workspace.prepare({ tool: 'edit', path: 'secrets.env', blocks });
    expect(secret.verdict).toEqual({
      verdict: 'refuse',
      rule: 'cannot-be-done',
      reason:
        'Block 1 of secrets.env cannot be applied, so nothing was changed: its text is not in the file, or more than once. Read the file first.',
    });
  });

  it('that does not fit is told without what is not seen in the file', async () => {
    const workspace = shop({ 'a.ts': 'const vat\u{E0041} = 19;\n' });
    const { verdict } = await workspace.prepare({ tool: 'edit', path: 'a.ts', blocks: [{ search: 'const vat = 7;', replace: '' }] });
    const reason = verdict.verdict === 'refuse' ? verdict.reason : '';
    expect([reason.includes('const vat = 19;'), reason.includes('\u{E0041}')]).toEqual([true, false]);
  });

  it.each([
    [{ tool: 'edit', path: 'none.ts', blocks: [{ search: 'a', replace: 'b' }] }, 'none.ts does not exist.'],
    [{ tool: 'edit', path: 'src/price.ts', blocks: [{ search: 'vat', replace: 'vat' }] }, 'These blocks change nothing in src/price.ts.'],
    [{ tool: 'create', path: 'src/price.ts', text: '' }, 'src/price.ts exists already: edit it.'],
    [{ tool: 'delete', path: 'src' }, 'src is a folder: list it.'],
    [{ tool: 'rename', path: 'src/price.ts', to: 'a.md' }, 'a.md exists already.'],
  ] as const)('%j cannot be done, and the model is told why', async (call, reason) => {
    const { content, verdict } = await shop({ 'a.md': '' }).prepare(call);
    expect([content, verdict]).toEqual([undefined, { verdict: 'refuse', rule: 'cannot-be-done', reason }]);
  });

  it('of a protected file is asked in every mode, also by another name (security point 4)', async () => {
    const workspace = shop({ '.vscode/settings.json': '{}', 'link.json': '{}' });
    workspace.links.set('/shop/link.json', '/shop/.vscode/settings.json');
    const blocks = [{ search: '{}', replace: '{"a":1}' }];
    const verdicts = await Promise.all(
      (['.vscode/settings.json', 'link.json'] as const).map(async (path) => {
        return (await workspace.prepare({ tool: 'edit', path, blocks }, 'trusted-commands')).verdict;
      }),
    );
    expect(verdicts.map(({ verdict, rule }) => [verdict, rule])).toEqual([
      ['ask', 'editor-settings'],
      ['ask', 'editor-settings'],
    ]);
  });
});

describe('Files are', () => {
  it('created, renamed and deleted', async () => {
    const workspace = shop();
    const texts = [
      await workspace.run({ tool: 'create', path: 'src/tax.ts', text: 'one\ntwo\n' }),
      await workspace.run({ tool: 'rename', path: 'src/tax.ts', to: 'src/vat.ts' }),
      await workspace.run({ tool: 'delete', path: 'src/price.ts' }),
    ].map(({ text }) => text);
    expect({ texts, files: [...workspace.files] }).toEqual({
      texts: ['Created src/tax.ts: 2 lines.', 'Renamed src/tax.ts to src/vat.ts.', 'Deleted src/price.ts.'],
      files: [['/shop/src/vat.ts', 'one\ntwo\n']],
    });
  });
});
