import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type WriteError, writeAtomically } from '../../src/providers/writeAtomically.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const fixture = fileURLToPath(new URL('fixtures/writeAndWait.ts', import.meta.url));
const failure = (code: string) => () => Promise.reject(Object.assign(new Error(`it is ${code}`), { code }));
const problemOf = async (promise: Promise<unknown>) =>
  await promise.then(
    () => ({ reason: 'none', message: '' }),
    ({ reason, message }: WriteError) => ({ reason, message }),
  );

describe('A file that is written whole or not at all', () => {
  it('holds the new text, and nothing else is left beside it', async () => {
    writeFileSync(inFolder('a.ts'), 'old');
    await writeAtomically(inFolder('a.ts'), 'new ü');
    await writeAtomically(inFolder('b.bin'), Buffer.from([0, 255]));
    expect([readFileSync(inFolder('a.ts'), 'utf8'), readFileSync(inFolder('b.bin')), readdirSync(inFolder('.'))]).toEqual([
      'new ü',
      Buffer.from([0, 255]),
      ['a.ts', 'b.bin'],
    ]);
  });

  it.skipIf(process.platform === 'win32')('keeps its rights', async () => {
    for (const [name, mode] of [
      ['run.sh', 0o755],
      ['private', 0o600],
      ['shared', 0o664],
    ] as const) {
      writeFileSync(inFolder(name), 'old');
      chmodSync(inFolder(name), mode);
      await writeAtomically(inFolder(name), 'new');
      expect(statSync(inFolder(name)).mode & 0o777).toBe(mode);
    }
  });

  it('stands as before where it cannot be moved into place, and nothing is left beside it', async () => {
    writeFileSync(inFolder('a.ts'), 'old');
    const codes = ['ENOSPC', 'EACCES', 'EIO'];
    const problems = await Promise.all(codes.map((code) => problemOf(writeAtomically(inFolder('a.ts'), 'new', { rename: failure(code) }))));
    expect([problems, readFileSync(inFolder('a.ts'), 'utf8'), readdirSync(inFolder('.'))]).toEqual([
      [
        { reason: 'disk-full', message: `no space is left on the disk for ${inFolder('a.ts')}: it is as it was` },
        { reason: 'not-allowed', message: `${inFolder('a.ts')} may not be written: it is as it was` },
        { reason: 'failed', message: `${inFolder('a.ts')} could not be written and is as it was: it is EIO` },
      ],
      'old',
      ['a.ts'],
    ]);
  });

  it('needs a folder that is there, and is no folder itself', async () => {
    mkdirSync(inFolder('folder'));
    const problems = [
      await problemOf(writeAtomically(inFolder('none/a.ts'), '')),
      await problemOf(writeAtomically(inFolder('folder'), '')),
    ];
    expect([problems.map(({ reason }) => reason), readdirSync(inFolder('.'))]).toEqual([['failed', 'failed'], ['folder']]);
  });

  it.skipIf(process.platform === 'win32')('is written in the place of a link, never through it', async () => {
    writeFileSync(inFolder('target'), 'old');
    symlinkSync('target', inFolder('link'));
    await writeAtomically(inFolder('link'), 'new');
    expect([readFileSync(inFolder('target'), 'utf8'), readFileSync(inFolder('link'), 'utf8')]).toEqual(['old', 'new']);
  });
});

describe('A crash mid-edit', () => {
  it.each([
    ['between write and rename leaves the old file whole', 'before', 'old\n'.repeat(1000)],
    ['after the rename leaves the new file whole', 'after', 'new\n'.repeat(2000)],
  ])('%s', async (_, moment, expected) => {
    const file = inFolder('a.ts');
    writeFileSync(file, 'old\n'.repeat(1000));
    const child = spawn(process.execPath, [fixture, file, moment], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    const beside = readdirSync(path.dirname(file)).length - 1;
    expect([signal, readFileSync(file, 'utf8'), beside]).toEqual(['SIGKILL', expected, moment === 'before' ? 1 : 0]);
  });
});
