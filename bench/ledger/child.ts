import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

export type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A process of its own that runs one of the scripts in `processes/`. */
export function startChild(script: string, settings: object): Child {
  const file = path.join(import.meta.dirname, 'processes', script);
  return spawn(process.execPath, [file, JSON.stringify(settings)], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Until it has said that it is ready. Throws where it ends before. */
export async function untilReady(child: Child): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the benchmark ended with ${code} before it began`);
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
}

/** Lets it begin. */
export function go({ stdin }: Child): void {
  stdin.write('go\n');
}

/** Tells it that it is over, and returns what it then says. Throws where it fails. */
export async function resultOf<Result>(child: Child): Promise<Result> {
  // It may be gone already, and then nothing more will be told of it.
  const ended = child.exitCode === null ? once(child, 'exit') : [child.exitCode];
  const said = await text(child.stdout);
  const [code] = await ended;
  if (code !== 0) throw new Error(`a process of the benchmark ended with ${code}`);
  return JSON.parse(said) as Result;
}
