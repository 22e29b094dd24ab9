// Runs a script of this project under the Node it needs: `node scripts/run.mjs FILE [arguments]`.
// Plain JavaScript without dependencies, so that it works from a fresh clone with any Node from 20 on.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockRetryMs, tryLock } from './lock.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const neededMajor = 24;

const [file, ...fileArguments] = process.argv.slice(2);
if (!file) fail('usage: node scripts/run.mjs FILE [arguments]');
if (!isInstalled()) installDependencies();
const node = findNode();
if (!node)
  fail(
    `Farthing's scripts need Node ${neededMajor} or newer, and this is ${process.version}. Install Node ${neededMajor} from https://nodejs.org.`,
  );
respawn(node);

/** npm writes node_modules/.package-lock.json last, so an interrupted install leaves none; what it lists is what is there. */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const found = readPackages('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true;
    const installed = found[location];
    return installed ? installed.version === entry.version : entry.optional === true;
  });
}

function readPackages(name) {
  try {
    return JSON.parse(readFileSync(path.join(root, name), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function installDependencies() {
  const release = takeLock();
  try {
    // Another invocation may have installed while this one waited for the lock.
    if (isInstalled()) return;
    console.log('Installing the packages of package-lock.json (npm ci) ...');
    // --loglevel=error: a few tools want a newer Node than the one that runs npm; they get it from the optional dependencies.
    const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env.npm_execpath;
    const result = npm?.endsWith('.js')
      ? spawnSync(process.execPath, [npm, ...install], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
      : spawnSync(`npm ${install.join(' ')}`, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: true });
    if (result.status !== 0) fail('npm ci failed: see above.');
  } finally {
    release();
  }
}

function takeLock() {
  for (;;) {
    const release = tryLock(path.join(root, '.rig', 'npm-ci.lock'));
    if (release) return release;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockRetryMs);
  }
}

function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const bundled = path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', name);
  if (existsSync(bundled)) return bundled;
  return Number(process.versions.node.split('.')[0]) >= neededMajor ? process.execPath : undefined;
}

function respawn(executable) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const first = [path.dirname(executable), path.join(root, 'node_modules', '.bin')];
  const env = { ...process.env, [pathName]: [...first, process.env[pathName]].join(path.delimiter) };
  const child = spawn(executable, [path.resolve(root, file), ...fileArguments], { stdio: 'inherit', env });
  // This process only waits. A signal sent to it alone is passed on; after Ctrl-C the child may hear it twice, and copes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${executable}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
