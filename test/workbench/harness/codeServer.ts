import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type CodeServer,
  type EditorFolders,
  editorFolders,
  installExtension,
  launchCodeServer,
  quietSettings,
} from '../../../scripts/rig/launchCodeServer.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface TestServerOptions {
  /** User settings, over the ones that keep the editor quiet. */
  readonly settings?: Settings;
  /** What the extension host finds in its environment besides. */
  readonly env?: NodeJS.ProcessEnv;
  /** Installed before the start. Without one the editor has no extension of ours. */
  readonly vsix?: string;
  /** Other extensions beside it, as .vsix files. */
  readonly beside?: readonly string[];
  readonly withSmokeTestDriver?: boolean;
  readonly logLevel?: 'debug';
}

/** Plain data, so that it can be handed from vitest's global setup to the tests. */
export interface ServerPlaces {
  readonly url: string;
  readonly folders: EditorFolders;
  /** An empty folder to open, on the same disk and deleted with it. */
  readonly workspace: string;
  /** XDG_DATA_HOME of the extension host: the ledger lands in `farthing` below it. */
  readonly dataHome: string;
  readonly logs: string;
}

export interface TestServer {
  readonly places: ServerPlaces;
  readonly process: CodeServer;
  stop(): Promise<void>;
}

/** A real VS Code server with everything it writes in a temporary folder, which `stop` deletes. Set FARTHING_KEEP=1 to keep it for a look. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'farthing-test-'));
  const folders = editorFolders(folder);
  const workspace = path.join(folder, 'workspace');
  await mkdir(workspace);
  // What git ignores says nothing about other files: the copy model continues what it is told, and each test tells its own file only.
  await writeFile(path.join(workspace, '.gitignore'), '*\n');
  await writeSettings(folders, options.settings ?? {});
  for (const vsix of [...(options.vsix === undefined ? [] : [options.vsix]), ...(options.beside ?? [])])
    await installExtension(folders, vsix);
  const { env = {}, withSmokeTestDriver = false, logLevel } = options;
  const server = await launchCodeServer({ folders, env, withSmokeTestDriver, ...(logLevel && { logLevel }) });
  const places = {
    url: server.url,
    folders,
    workspace,
    dataHome: path.join(folders.home, '.local/share'),
    logs: path.join(folders.userData, 'logs'),
  };
  return {
    places,
    process: server,
    async stop() {
      await server.stop();
      if (process.env.FARTHING_KEEP === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Settings that say where things lie on this machine: an editor in the browser reads them from its machine settings. */
const machineScoped = /^farthing\.(?!completion\.)/;

/** Replaces the user settings. A running editor takes them up at once. */
export async function writeSettings(folders: EditorFolders, settings: Settings): Promise<void> {
  const quietForTests = {
    ...quietSettings,
    'editor.inlineSuggest.enabled': true,
    'editor.inlineSuggest.minShowDelay': 0,
    // An open list of suggestions hides ghost text that begins otherwise than its selected row.
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    'editor.suggestOnTriggerCharacters': false,
    'editor.accessibilitySupport': 'off',
    'files.autoSave': 'off',
    'git.enabled': false,
    // One server for TypeScript, and nothing looked up for it: each window of the tests starts its own.
    'typescript.tsserver.useSyntaxServer': 'never',
    'typescript.disableAutomaticTypeAcquisition': true,
    // Quick open finds the files that the workspace's .gitignore names.
    'search.useIgnoreFiles': false,
    'window.dialogStyle': 'custom',
    // A modal editor, as Running Extensions is by default, would lie over everything else.
    'workbench.editor.useModal': 'off',
  };
  const [machine, user] = [true, false].map((isMachine) =>
    Object.entries(settings).filter(([key]) => machineScoped.test(key) === isMachine),
  );
  await writeIfChanged(folders.machineSettingsFile, Object.fromEntries(machine ?? []));
  await writeIfChanged(folders.settingsFile, { ...quietForTests, ...Object.fromEntries(user ?? []) });
}

/** A file that was touched for nothing would make the editor refuse to write into it, until it has noticed. */
async function writeIfChanged(file: string, settings: Settings): Promise<void> {
  const content = JSON.stringify(settings, undefined, 2);
  if (existsSync(file) && (await readFile(file, 'utf8')) === content) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** What the extension host and the extension logged, for a failure's message. `matching` picks files by their path. */
export async function readLogs(places: ServerPlaces, matching: RegExp = /farthing|remoteexthost\.log/): Promise<string> {
  if (!existsSync(places.logs)) return '';
  const entries = await readdir(places.logs, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files
    .filter((file) => matching.test(path.relative(places.logs, file)))
    .map(async (file) => `== ${path.relative(places.logs, file)}\n${await readFile(file, 'utf8')}`);
  return (await Promise.all(texts)).join('\n');
}
