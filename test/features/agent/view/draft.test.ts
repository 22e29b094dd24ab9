import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../../support/fakeEditor.ts')).editor.api());

import { Draft } from '../../../../src/features/agent/view/draft.ts';
import { editor } from '../../../support/fakeEditor.ts';

beforeEach(() => editor.reset());

describe('What the user is about to say', () => {
  it('keeps twenty attachments, and says which one is too many', () => {
    let ids = 0;
    const draft = new Draft(() => `id-${++ids}`);
    for (let file = 1; file <= 21; file += 1) draft.attach({ type: 'file', path: `file-${file}.ts`, text: 'x' });
    const paths = draft.turn('Look').attachments.map(({ path }) => path);
    expect([paths.length, paths[0], paths.at(-1), editor.shown]).toEqual([
      20,
      'file-1.ts',
      'file-20.ts',
      [{ type: 'warning', words: '20 attachments go with one message at the most: file-21.ts was not attached.', buttons: [] }],
    ]);
  });
});
