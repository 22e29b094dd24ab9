import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pinKinds, readRouting } from '../../src/platform/routing.ts';
import { editor } from '../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

describe('The user’s choices of models', () => {
  it('are none at first', () => {
    expect(readRouting()).toEqual({ pins: {}, problems: [] });
  });

  it('are tiers or models at endpoints; what is of no use is left out and named', () => {
    editor.set('routing.pins', {
      chat: 'claude-sonnet-5@anthropic',
      'completion.line': 'small',
      edit: 'biggest',
      dance: 'small',
      title: 5,
    });
    expect(readRouting()).toEqual({
      pins: { chat: { model: 'claude-sonnet-5', endpoint: 'anthropic' }, 'completion.line': { tier: 'small' } },
      problems: [
        'farthing.routing.pins: edit: "biggest" is neither a tier nor MODEL@ENDPOINT',
        'farthing.routing.pins: dance: "small" is for no kind of request',
        'farthing.routing.pins: title: 5 is neither a tier nor MODEL@ENDPOINT',
      ],
    });
  });

  it('are written beside what else stands there, and taken out again', async () => {
    editor.set('routing.pins', { chat: 'frontier', dance: 'small' });
    await pinKinds(['completion.line', 'completion.block'], { model: 'coder@7b', endpoint: 'gateway' });
    const pinned = editor.settings['routing.pins'];
    await pinKinds(['completion.line', 'chat'], undefined);
    expect([pinned, editor.settings['routing.pins']]).toEqual([
      { chat: 'frontier', dance: 'small', 'completion.line': 'coder@7b@gateway', 'completion.block': 'coder@7b@gateway' },
      { dance: 'small', 'completion.block': 'coder@7b@gateway' },
    ]);
  });

  it('leave no empty table in the settings', async () => {
    editor.set('routing.pins', { chat: 'frontier' });
    await pinKinds(['chat'], undefined);
    expect(editor.settings).toEqual({});
  });
});
