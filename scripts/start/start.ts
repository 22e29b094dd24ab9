import path from 'node:path';
import { findOnPath } from '../rig/findOnPath.ts';
import { editorFolders } from '../rig/launchCodeServer.ts';
import type { OpenEditor } from './editor.ts';
import { openDesktop } from './openDesktop.ts';
import { openInBrowser } from './openInBrowser.ts';
import { ensureSampleWorkspace, localServerSetting, writeSettings } from './sampleWorkspace.ts';

export interface StartOptions {
  /** Open in the browser even where `code` is on PATH. */
  readonly inBrowser: boolean;
  /** Where the editor's folders and the sample are kept. */
  readonly folder: string;
}

/** What a test replaces, so that it takes seconds. */
export interface StartParts {
  readonly build: () => Promise<void>;
  /** The local model servers that run already: one of them is used, and all are otherwise left alone. */
  readonly findRunningServers: () => Promise<readonly RunningServer[]>;
  readonly startEngine: () => Promise<{ readonly url: string; stop(): Promise<void> }>;
}

export interface RunningServer {
  readonly kind: string;
  readonly baseUrl: string;
  readonly models: readonly { readonly fillInTheMiddle?: unknown }[];
}

/** Opens an editor with Farthing and a local model in it, and returns when the editor was closed or Ctrl-C was pressed, with everything ended. */
export async function start(options: StartOptions, parts: StartParts): Promise<void> {
  const interrupted = waitForInterrupt();
  const endings: (() => Promise<void>)[] = [];
  try {
    await Promise.race([openAndWait(options, parts, endings), interrupted]);
  } finally {
    console.log('Stopping ...');
    for (const end of endings.reverse()) await end();
  }
}

async function openAndWait(options: StartOptions, parts: StartParts, endings: (() => Promise<void>)[]): Promise<void> {
  console.log('Building the extension ...');
  await parts.build();
  const url = await localServer(parts, endings);
  const workspace = path.join(options.folder, 'sample');
  await ensureSampleWorkspace(workspace);
  const code = options.inBrowser ? undefined : findOnPath('code');
  const editor = code === undefined ? await inBrowser(options, url, workspace) : await onDesktop(options, code, url, workspace);
  endings.push(editor.stop);
  console.log('Ctrl-C here stops it all.');
  await editor.ended;
  console.log('The editor was closed.');
}

async function localServer(parts: StartParts, endings: (() => Promise<void>)[]): Promise<string> {
  const servers = await parts.findRunningServers();
  // Any other could not complete code: the editor would open, and nothing would ever be shown in it.
  const running = servers.find(({ models }) => models.some(({ fillInTheMiddle }) => fillInTheMiddle !== undefined));
  if (running !== undefined) {
    console.log(`Using the local model server that runs at ${running.baseUrl} (${running.kind}). It is left running.`);
    return running.baseUrl;
  }
  const places = servers.map(({ kind, baseUrl }) => `${baseUrl} (${kind})`).join(', ');
  const why = servers.length === 0 ? 'No local model server is running' : `No model at ${places} fills in the middle`;
  console.log(`${why}: starting a server with a tiny model that continues what it has seen before ...`);
  const engine = await parts.startEngine();
  endings.push(engine.stop);
  console.log(`Local model server: ${engine.url}`);
  return engine.url;
}

async function onDesktop(options: StartOptions, code: string, url: string, workspace: string): Promise<OpenEditor> {
  const folder = path.join(options.folder, 'code');
  const { userData, extensions, settingsFile } = editorFolders(folder);
  // On the desktop the extension lives in the user's own environment, and with it the ledger would.
  await writeSettings(settingsFile, { ...localServerSetting(url), 'farthing.ledger.folder': path.join(folder, 'ledger') });
  console.log(`Opening VS Code (${code}) on ${workspace} ...`);
  return openDesktop({ code, userData, extensions, workspace });
}

async function inBrowser(options: StartOptions, url: string, workspace: string): Promise<OpenEditor> {
  const folders = editorFolders(path.join(options.folder, 'start'));
  await writeSettings(folders.settingsFile, {});
  await writeSettings(folders.machineSettingsFile, localServerSetting(url));
  console.log(
    options.inBrowser ? 'Starting VS Code for the browser ...' : 'There is no `code` on PATH: starting VS Code for the browser ...',
  );
  const editor = await openInBrowser(folders, workspace);
  console.log(`Open ${editor.address}`);
  return editor;
}

/** Hearing it twice, from the terminal and from npm, is the same as once. */
function waitForInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}
