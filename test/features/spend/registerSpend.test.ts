import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerSpend, type SpendPorts } from '../../../src/features/spend/registerSpend.ts';
import { editor } from '../../support/fakeEditor.ts';

const code = vi.hoisted(() => ({ isDamaged: false, made: 0, shows: 0, disposals: 0 }));

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
vi.mock('../../../src/features/spend/spendPanel.ts', () => ({
  SpendPanel: class {
    constructor() {
      if (code.isDamaged) throw new Error('the file is gone');
      code.made += 1;
    }
    show(): void {
      code.shows += 1;
    }
    dispose(): void {
      code.disposals += 1;
    }
  },
}));

beforeEach(() => {
  editor.reset();
  Object.assign(code, { isDamaged: false, made: 0, shows: 0, disposals: 0 });
});

const open = () => editor.run('farthing.showSpend');

describe('The command "show spend"', () => {
  it('makes the page once and shows it each time', async () => {
    const registration = registerSpend({} as SpendPorts);
    await Promise.all([open(), open()]);
    await open();
    registration.dispose();
    await vi.waitFor(() => expect(code).toEqual({ isDamaged: false, made: 1, shows: 3, disposals: 1 }));
  });

  it('tries anew after the page could not be made', async () => {
    registerSpend({} as SpendPorts);
    code.isDamaged = true;
    await expect(open()).rejects.toThrow('the file is gone');
    code.isDamaged = false;
    await open();
    expect(code).toEqual({ isDamaged: false, made: 1, shows: 1, disposals: 0 });
  });
});
