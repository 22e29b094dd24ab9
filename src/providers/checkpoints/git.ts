import { execFile } from 'node:child_process';
import { finished } from 'node:stream/promises';

const timeoutMs = 30_000;
const mostOutputBytes = 64_000_000;

interface GitCall {
  readonly input?: string | Uint8Array;
  /** The index it works on. */
  readonly index?: string;
}

/** Runs git and resolves with what it prints. Rejects where it fails, or is not there. */
export type Git = (args: readonly string[], call?: GitCall) => Promise<Buffer>;

export interface GitPlace {
  readonly program: string;
  /** Our own repository, outside the workspace. */
  readonly gitFolder: string;
  readonly root: string;
}

/**
 * Nothing of the user's or the repository's configuration is read, so that neither hooks, filters, file-system monitors nor anything else that git would run by
 * configuration is ever run; the workspace's own `.git` is not looked at.
 */
const configuration: readonly string[] = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.untrackedCache=false', 'core.attributesFile=/dev/null'],
  ...['core.autocrlf=false', 'core.safecrlf=false', 'core.quotePath=false', 'core.longPaths=true', 'core.looseCompression=1'],
  ...['core.protectHFS=false', `core.protectNTFS=${process.platform === 'win32'}`, `core.fileMode=${process.platform !== 'win32'}`],
  ...['gc.auto=0', 'maintenance.auto=false', 'commit.gpgSign=false', 'safe.directory=*', 'submodule.recurse=false'],
].flatMap((setting) => ['-c', setting]);

/** What programs need of the environment; no `GIT_*` of the user's gets through. */
const passedOn: readonly string[] = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'USERPROFILE'];

export function createGit({ program, gitFolder, root }: GitPlace): Git {
  return async (args, { input, index } = {}) => {
    const env = {
      ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
      ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ATTR_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      ...{ GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1', GIT_NO_REPLACE_OBJECTS: '1' },
      ...{ GIT_AUTHOR_NAME: 'Farthing', GIT_AUTHOR_EMAIL: 'farthing@localhost' },
      ...{ GIT_COMMITTER_NAME: 'Farthing', GIT_COMMITTER_EMAIL: 'farthing@localhost' },
      ...(index !== undefined && { GIT_INDEX_FILE: index }),
    };
    const all = ['-C', root, `--git-dir=${gitFolder}`, `--work-tree=${root}`, ...configuration, ...args];
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    // Windows looks for programs in the current folder first: that must not be the workspace.
    const child = execFile(
      program,
      all,
      { cwd: gitFolder, env, encoding: 'buffer', timeout: timeoutMs, maxBuffer: mostOutputBytes, windowsHide: true },
      (error, stdout, stderr) => (error ? reject(new GitError(args[0] ?? '', stderr.toString(), error)) : resolve(stdout)),
    );
    if (child.stdin) {
      // It may have ended without reading: what it ended with is what counts.
      const written = finished(child.stdin).catch(() => undefined);
      child.stdin.end(input ?? '');
      await written;
    }
    return await promise;
  };
}

export class GitError extends Error {
  readonly reason: 'missing' | 'failed';

  constructor(command: string, said: string, cause: Error) {
    super(`git ${command}: ${said.trim() || cause.message}`, { cause });
    this.reason = (cause as { code?: unknown }).code === 'ENOENT' ? 'missing' : 'failed';
  }
}
