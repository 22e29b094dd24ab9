import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDesktopProfile, type DesktopProfile } from '../../scripts/rig/desktopProfile.ts';

describe('The profile of npm run test:electron', () => {
  let profile: DesktopProfile;

  beforeEach(async () => {
    profile = await createDesktopProfile({ engineUrl: 'http://127.0.0.1:8080' });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.resetModules();
    await profile.remove();
  });

  it('says before the editor starts where the model and the ledger are', async () => {
    const { FARTHING_HOST_USER_DATA: userData, FARTHING_HOST_LEDGER_FOLDER: ledger } = profile.env;
    expect(JSON.parse(await readFile(path.join(userData, 'User/settings.json'), 'utf8'))).toMatchObject({
      'farthing.localServer.url': 'http://127.0.0.1:8080',
      'farthing.ledger.folder': ledger,
    });
  });

  it('is the one that the editor is started with', async () => {
    vi.stubEnv('FARTHING_HOST_USER_DATA', profile.env.FARTHING_HOST_USER_DATA);
    expect((await configuration()).launchArgs).toEqual(expect.arrayContaining([`--user-data-dir=${profile.env.FARTHING_HOST_USER_DATA}`]));
  });

  it('is never left out', async () => {
    vi.stubEnv('FARTHING_HOST_USER_DATA', undefined);
    await expect(configuration()).rejects.toThrow('npm run test:electron');
  });

  it('leaves nothing behind', async () => {
    await profile.remove();
    expect(existsSync(path.dirname(profile.env.FARTHING_HOST_USER_DATA))).toBe(false);
  });
});

async function configuration(): Promise<{ readonly launchArgs: readonly string[] }> {
  const file = '../../.vscode-test.mjs';
  const { default: config } = (await import(/* @vite-ignore */ file)) as { default: { readonly launchArgs: readonly string[] } };
  return config;
}
