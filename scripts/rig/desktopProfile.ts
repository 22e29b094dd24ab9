import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localServerSetting, writeSettings } from '../start/sampleWorkspace.ts';
import { editorFolders } from './launchCodeServer.ts';

export interface DesktopProfile {
  /** Says to .vscode-test.mjs and to the suites where everything lies. */
  readonly env: { readonly FARTHING_HOST_USER_DATA: string; readonly FARTHING_HOST_LEDGER_FOLDER: string };
  remove(): Promise<void>;
}

/**
 * A profile for one run of a desktop VS Code. Its settings are there before the editor is, because the extension reads where its ledger lies
 * at activation; without them a test run would end up in the developer's own.
 */
export async function createDesktopProfile({ engineUrl }: { readonly engineUrl: string }): Promise<DesktopProfile> {
  // Short, as the editor's socket lies in it, and the path of a socket has some hundred characters.
  const folder = await mkdtemp(path.join(tmpdir(), 'farthing-'));
  const { userData, settingsFile } = editorFolders(folder);
  const ledger = path.join(folder, 'ledger');
  await writeSettings(settingsFile, { ...localServerSetting(engineUrl), 'farthing.ledger.folder': ledger });
  return {
    env: { FARTHING_HOST_USER_DATA: userData, FARTHING_HOST_LEDGER_FOLDER: ledger },
    // Windows lets go of an editor's files only a moment after it has ended.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
