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
  /** A local model server that runs already, which is used and otherwise left alone. */
  readonly findRunningServer: () => Promise<{ readonly kind: string; readonly baseUrl: string } | undefined>;
  readonly startEngine: () => Promise<{ readonly url: string; stop(): Promise<void> }>;
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
  const running = await parts.findRunningServer();
  if (running !== undefined) {
    console.log(`Using the local model server that runs at ${running.baseUrl} (${running.kind}). It is left running.`);
    return running.baseUrl;
  }
  console.log('No local model server is running: starting one with a tiny model that continues what it has seen before ...');
  const engine = await parts.startEngine();
  endings.push(engine.stop);
  console.log(`Local model server: ${engine.url}`);
  return engine.url;
}

async function onDesktop(options: StartOptions, code: string, url: string, workspace: string): Promise<OpenEditor> {
  const { userData, extensions, settingsFile } = editorFolders(path.join(options.folder, 'code'));
  await writeSettings(settingsFile, localServerSetting(url));
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
