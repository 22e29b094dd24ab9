import { once } from 'node:events';

/** What this process was told when it was started. */
export function readSettings<Settings>(): Settings {
  return JSON.parse(process.argv[2] ?? '') as Settings;
}

/** Says that it is ready, and waits until it may begin. */
export async function waitForGo(): Promise<void> {
  process.stdout.write(' \n');
  await once(process.stdin, 'data');
}
