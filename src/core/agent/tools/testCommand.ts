/** How a project runs its tests. */
export interface ProjectTest {
  readonly command: string;
  /** What that runs, where the project itself says it: shown with the question, and part of what is approved. */
  readonly runs?: string;
}

/** Reads a file of the workspace folder; undefined where there is none. */
export type ReadProjectFile = (path: string) => Promise<string | undefined>;

/** By the files that say so, in the order in which they decide. Nothing is run to find it out. */
export async function projectTestOf(read: ReadProjectFile): Promise<ProjectTest | undefined> {
  return (await ofPackageJson(read)) ?? (await ofCargo(read)) ?? (await ofGo(read)) ?? (await ofPython(read));
}

/** The package manager is the one that wrote the lock file. */
const managers = [
  ['pnpm-lock.yaml', 'pnpm test'],
  ['yarn.lock', 'yarn test'],
  ['bun.lock', 'bun run test'],
  ['bun.lockb', 'bun run test'],
] as const;

async function ofPackageJson(read: ReadProjectFile): Promise<ProjectTest | undefined> {
  const scripts = scriptsOf(await read('package.json'));
  const script = scripts.test;
  // What `npm init` writes where there are none.
  if (typeof script !== 'string' || script.trim() === '' || script.includes('no test specified')) return undefined;
  const runs = ['pretest', 'test', 'posttest'].flatMap((name) => (typeof scripts[name] === 'string' ? [scripts[name]] : [])).join(' && ');
  for (const [lock, command] of managers) if ((await read(lock)) !== undefined) return { command, runs };
  return { command: 'npm test', runs };
}

function scriptsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const { scripts } = JSON.parse(text ?? '{}');
    return typeof scripts === 'object' && scripts !== null ? scripts : {};
  } catch {
    return {};
  }
}

async function ofCargo(read: ReadProjectFile): Promise<ProjectTest | undefined> {
  return (await read('Cargo.toml')) === undefined ? undefined : { command: 'cargo test' };
}

async function ofGo(read: ReadProjectFile): Promise<ProjectTest | undefined> {
  return (await read('go.mod')) === undefined ? undefined : { command: 'go test ./...' };
}

async function ofPython(read: ReadProjectFile): Promise<ProjectTest | undefined> {
  const isOwnFile = (await read('pytest.ini')) !== undefined || (await read('conftest.py')) !== undefined;
  const names = ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements.txt', 'requirements-dev.txt'];
  const isNamed = isOwnFile || (await Promise.all(names.map(read))).some((text) => text?.includes('pytest'));
  if (!isNamed) return undefined;
  if ((await read('uv.lock')) !== undefined) return { command: 'uv run pytest' };
  return { command: (await read('poetry.lock')) === undefined ? 'python -m pytest' : 'poetry run pytest' };
}
