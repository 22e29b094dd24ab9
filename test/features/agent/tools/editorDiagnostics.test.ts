import { beforeEach, describe, expect, it, vi } from 'vitest';
import { editorDiagnostics } from '../../../../src/features/agent/tools/editorDiagnostics.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { workbench } from './fakeWorkbench.ts';

vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api());

const { signal } = new AbortController();
const asked = { text: 'a.ts', absolute: '/shop/a.ts', real: '/shop/a.ts' };
const diagnostic = (severity: number, message: string) => ({ severity, message, range: { start: { line: 4 } }, source: 'ts' });

beforeEach(() => workbench.reset());

function looking() {
  const time = new FakeTime();
  return { time, diagnostics: editorDiagnostics({ folder: workbench.uri('/shop') as never, timers: time }) };
}

describe('What the editor’s languages say', () => {
  it('is told as errors and warnings, on one line each, and hints are left out', async () => {
    workbench.diagnostics.set('/shop/a.ts', [diagnostic(0, 'no such\n  name'), diagnostic(1, 'unused'), diagnostic(3, 'could be shorter')]);
    const { diagnostics } = looking();
    const problems = [
      { severity: 'error', line: 5, message: 'no such name', source: 'ts' },
      { severity: 'warning', line: 5, message: 'unused', source: 'ts' },
    ];
    const all = { text: '/shop/a.ts', absolute: '/shop/a.ts', real: '/shop/a.ts' };
    expect([await diagnostics.problems([asked], signal), await diagnostics.problems('all', signal)]).toEqual([
      [{ asked, problems }],
      [{ asked: all, problems }],
    ]);
  });

  it('after a change is waited for until they are quiet', async () => {
    const { time, diagnostics } = looking();
    const told = diagnostics.problemsAfterChange([asked], signal);
    await time.advance(400);
    for (const messages of [['first'], ['first', 'second']]) {
      workbench.diagnostics.set(
        '/shop/a.ts',
        messages.map((message) => diagnostic(0, message)),
      );
      workbench.diagnosticsChanged.tell({ uris: [workbench.uri('/shop/a.ts')] });
      await time.advance(200);
    }
    await time.advance(100);
    const [found] = await told;
    expect({
      messages: found?.problems.map(({ message }) => message),
      opened: workbench.opened,
      listeners: workbench.listeners,
      timers: time.pendingTimers,
    }).toEqual({
      messages: ['first', 'second'],
      opened: ['/shop/a.ts'],
      listeners: 0,
      timers: 0,
    });
  });

  it('is not waited for longer than two seconds, nor once the user stops', async () => {
    const { time, diagnostics } = looking();
    const late = diagnostics.problemsAfterChange([asked], signal);
    workbench.diagnosticsChanged.tell({ uris: [workbench.uri('/shop/other.ts')] });
    await time.advance(2_000);
    const stopped = diagnostics.problemsAfterChange([asked], AbortSignal.abort());
    expect([await late, await stopped]).toEqual([[{ asked, problems: [] }], [{ asked, problems: [] }]]);
  });
});
