import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Service, startService } from './childService.ts';
import { ensureCodeServer } from './codeServer.ts';
import { freePort } from './freePort.ts';
import { runCommand } from './runCommand.ts';

/** Where an editor keeps its things. All of them lie under `folder`, none in the user's home. */
export interface EditorFolders {
  readonly userData: string;
  readonly extensions: string;
  /** HOME of the server and of the extension host, with XDG's folders inside. */
  readonly home: string;
  readonly settingsFile: string;
  /** Settings of the machine that a browser's editor runs on. Those of `machine` scope, as the local server's address is, count only here. */
  readonly machineSettingsFile: string;
}

export function editorFolders(folder: string): EditorFolders {
  const userData = path.join(folder, 'user');
  return {
    userData,
    extensions: path.join(folder, 'extensions'),
    home: path.join(folder, 'home'),
    settingsFile: path.join(userData, 'User/settings.json'),
    machineSettingsFile: path.join(userData, 'Machine/settings.json'),
  };
}

export interface CodeServerOptions {
  readonly folders: EditorFolders;
  readonly port?: number;
  /** What the extension host finds in its environment besides. */
  readonly env?: NodeJS.ProcessEnv;
  /** For tests inside the extension host: with it the page's `extensionDevelopmentPath` counts, and no notification pops up. */
  readonly withSmokeTestDriver?: boolean;
  /** Of the editor and its extensions' logs; `info` unless given. */
  readonly logLevel?: 'debug';
}

export interface CodeServer extends Service {
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
}

export async function launchCodeServer({
  folders,
  port,
  env = {},
  withSmokeTestDriver = false,
  logLevel,
}: CodeServerOptions): Promise<CodeServer> {
  const packageFolder = await ensureCodeServer();
  const chosenPort = port ?? (await freePort());
  const url = `http://127.0.0.1:${chosenPort}`;
  await Promise.all([folders.userData, folders.extensions, folders.home].map((folder) => mkdir(folder, { recursive: true })));
  // code-server reads a configuration file of the user's otherwise, and writes one when there is none.
  const configuration = path.join(folders.home, 'code-server.yaml');
  await writeFile(configuration, '');
  const service = await startService({
    name: 'code-server',
    program: process.execPath,
    programArguments: [
      path.join(packageFolder, 'out/node/entry.js'),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${chosenPort}`, '--config', configuration],
      ...['--user-data-dir', folders.userData, '--extensions-dir', folders.extensions],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'],
      ...['--ignore-last-opened', '--disable-proxy'],
      ...(withSmokeTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
      ...(logLevel === undefined ? [] : ['--log', logLevel]),
    ],
    env: { ...serverEnvironment(folders), ...env },
    readyUrl: `${url}/`,
  });
  return { ...service, port: chosenPort, url };
}

/** Installs a packaged extension without any network; works while the server runs too. */
export async function installExtension(folders: EditorFolders, vsix: string): Promise<void> {
  const packageFolder = await ensureCodeServer();
  await mkdir(folders.home, { recursive: true });
  const server = path.join(packageFolder, 'lib/vscode/out/server-main.js');
  const places = [
    '--user-data-dir',
    folders.userData,
    '--extensions-dir',
    folders.extensions,
    '--server-data-dir',
    path.join(folders.home, 'server'),
  ];
  const install = ['--accept-server-license-terms', ...places, '--install-extension', vsix, '--force'];
  await runCommand(process.execPath, [server, ...install], { env: serverEnvironment(folders) });
}

function serverEnvironment({ home }: EditorFolders): NodeJS.ProcessEnv {
  // Left in, the variables of an editor or an npm around us would change what this one does.
  const outer = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|VITEST|NODE_ENV$|NODE_OPTIONS$)/.test(name));
  return {
    ...Object.fromEntries(outer),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
  };
}

/** Settings that keep an editor of ours quiet: nothing asked, nothing fetched, no page of welcome. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.enabled': false,
  'chat.commandCenter.enabled': false,
} as const;
