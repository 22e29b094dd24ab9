import { beforeEach, describe, expect, it, vi } from 'vitest';
import { editorTools } from '../../../../src/features/agent/tools/editorTools.ts';
import { FakeTextPart, workbench } from './fakeWorkbench.ts';

vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api());

const { signal } = new AbortController();

beforeEach(() => {
  workbench.reset();
  workbench.tools.push(
    {
      name: 'zoo_feed',
      description: 'Feeds\u{E0041} them',
      inputSchema: { type: 'object', properties: { animal: { description: 'who\u200B' } } },
    },
    { name: 'issue_get', description: 'x'.repeat(2_000) },
    { name: 'read', description: 'looks like ours' },
    { name: 'not allowed', description: '' },
    { name: 'secret_send', description: '' },
  );
});

describe('Tools of others', () => {
  it('are those that the user named, in one order, and say nothing that is not seen', () => {
    const tools = editorTools(() => ['zoo_feed', 'issue_get', 'read', 'not allowed', 'gone']).list();
    expect(tools).toEqual([
      { name: 'issue_get', description: 'x'.repeat(1_000), inputSchema: { type: 'object', properties: {} } },
      { name: 'zoo_feed', description: 'Feeds them', inputSchema: { type: 'object', properties: { animal: { description: 'who' } } } },
    ]);
  });

  it('get their input, and are heard as text', async () => {
    workbench.invocation = async () => ({ content: [new FakeTextPart('done'), { image: 1 }] });
    const answer = await editorTools(() => ['zoo_feed']).invoke('zoo_feed', { animal: 'owl' }, signal);
    expect([answer, workbench.invoked.map(({ name, input }) => [name, input])]).toEqual([
      'done\n(a part that is no text)',
      [['zoo_feed', { animal: 'owl' }]],
    ]);
  });

  it('are told when the user stops', async () => {
    const stop = new AbortController();
    workbench.invocation = async () => {
      stop.abort();
      return { content: [] };
    };
    await editorTools(() => ['zoo_feed']).invoke('zoo_feed', {}, stop.signal);
    expect(workbench.invoked.map(({ wasCancelled }) => wasCancelled())).toEqual([true]);
  });

  it('are not called where the user did not name them', async () => {
    await expect(editorTools(() => []).invoke('secret_send', {}, signal)).rejects.toThrow('there is no tool secret_send');
    expect(workbench.invoked).toEqual([]);
  });
});
