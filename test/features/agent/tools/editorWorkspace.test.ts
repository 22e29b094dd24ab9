import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';
import { createAgentTools } from '../../../../src/core/agent/tools/index.ts';
import { createEditorWorkspace } from '../../../../src/features/agent/tools/editorWorkspace.ts';
import { workbench } from './fakeWorkbench.ts';

vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api());

const { signal } = new AbortController();
let disk: string;

beforeEach(() => {
  workbench.reset();
  disk = realpathSync(mkdtempSync(path.join(tmpdir(), 'farthing-folders-')));
  for (const folder of ['shop', 'bank']) {
    mkdirSync(path.join(disk, folder));
    writeFileSync(path.join(disk, folder, 'list.csv'), `a customer of the ${folder}\n`);
  }
  symlinkSync(path.join(disk, 'bank', 'list.csv'), path.join(disk, 'shop', 'link.csv'));
  symlinkSync(path.join(disk, 'bank'), path.join(disk, 'opened'));
});
afterEach(() => rmSync(disk, { recursive: true }));

it('Each file is asked about in its own folder, by whatever name it is read', async () => {
  const folderAt = (name: string, index: number) => ({ name, index, uri: vscode.Uri.file(path.join(disk, name)) });
  // The other folder is opened by a link.
  const [shop, bank] = [folderAt('shop', 0), folderAt('opened', 1)];
  Object.assign(vscode.workspace, { workspaceFolders: [shop, bank] });
  Object.assign(vscode, { env: { appRoot: disk } });
  const asked: string[] = [];
  const workspace = await createEditorWorkspace({
    folder: shop,
    settings: () => ({ trustedCommands: [], deniedCommands: [], testCommand: '', commandTimeoutMs: 1000, testTimeoutMs: 1000 }),
    externalTools: () => [],
    isExcluded: (file, folder) => {
      asked.push(`${folder?.name}: ${file.replace(disk, '')}`);
      return folder === bank;
    },
    timers: { after: () => () => undefined },
  });
  const tools = createAgentTools(workspace.ports);
  const verdicts: string[] = [];
  for (const file of ['list.csv', 'link.csv', '../bank/list.csv', '../opened/list.csv', '../list.csv'])
    verdicts.push((await tools.prepare({ tool: 'read', path: file }, 'edits', signal)).verdict.verdict);
  workspace.dispose();
  expect({ verdicts, asked }).toEqual({
    verdicts: ['automatic', 'refuse', 'refuse', 'refuse', 'ask'],
    asked: ['shop: list.csv', 'shop: link.csv', 'opened: list.csv', 'opened: list.csv', 'opened: list.csv', 'undefined: /list.csv'],
  });
});
