import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { quietSettings } from '../rig/launchCodeServer.ts';
import { root } from '../rig/paths.ts';

/** A copy of `scripts/sample` to play with. One that is there already, perhaps changed, is kept. */
export async function ensureSampleWorkspace(target: string): Promise<void> {
  if (existsSync(target)) return;
  await cp(path.join(root, 'scripts/sample'), target, { recursive: true });
}

export const localServerSetting = (url: string): Record<string, unknown> => ({ 'farthing.localServer.url': url });

/** Adds to a settings file of our editor, and leaves all else in it as it is. A new file begins with what keeps the editor quiet. */
export async function writeSettings(settingsFile: string, settings: Record<string, unknown>): Promise<void> {
  const before = await readSettings(settingsFile);
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, `${JSON.stringify({ ...before, ...settings }, undefined, 2)}\n`);
}

async function readSettings(settingsFile: string): Promise<Record<string, unknown>> {
  if (!existsSync(settingsFile)) return quietSettings;
  try {
    return JSON.parse(await readFile(settingsFile, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    // An editor allows comments there, which would be lost here.
    throw new Error(`${settingsFile} is not plain JSON: take the comments out or delete the file.`, { cause: error });
  }
}
