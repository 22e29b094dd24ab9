import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useWorkbench } from './useWorkbench.ts';

describe('The editor in the browser', () => {
  const ui = useWorkbench();

  it('opens a file of the workspace, takes what is typed and saves it', async () => {
    const file = path.join(ui.server.workspace, 'note.txt');
    await writeFile(file, 'first line\n');
    await ui.workbench.open({ file });
    await ui.workbench.goToEnd();
    await ui.workbench.type('second line');
    expect(await ui.workbench.text()).toContain('second line');
    await ui.workbench.save();
  });

  it('runs a command of the palette', async () => {
    await ui.workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await ui.workbench.page.locator('.part.sidebar').first().waitFor({ state: 'hidden' });
  });
});
