import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { readTaskFile } from './readTaskFile.ts';
import { summaryAfter, type TaskSummary } from './taskSummary.ts';

/** What was known of a task up to that byte of its file, so that a list reads only what came behind it. Whatever is wrong with it, it is made anew. */
interface KnownSummary {
  readonly version: typeof version;
  readonly bytes: number;
  readonly summary: TaskSummary;
}

const version = 1;
/** A few lines are read faster than a file is written. */
const worthKeepingBytes = 20_000;

/** Undefined where the file is not there, or holds no task. */
export async function summaryOf(file: string, summaryFile: string): Promise<TaskSummary | undefined> {
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) return undefined;
  const known = await readKnown(summaryFile);
  const usable = known && known.bytes <= size ? known : undefined;
  if (usable?.bytes === size) return usable.summary;
  const { events, bytes } = await readTaskFile(file, usable?.bytes);
  const summary = summaryAfter(usable?.summary, events);
  if (summary && bytes - (usable?.bytes ?? 0) > worthKeepingBytes) await keep(summaryFile, { version, bytes, summary });
  return summary;
}

async function readKnown(summaryFile: string): Promise<KnownSummary | undefined> {
  try {
    const known = JSON.parse(await readFile(summaryFile, 'utf8')) as Partial<KnownSummary>;
    const isWhole = known.version === version && Number.isSafeInteger(known.bytes) && typeof known.summary?.taskId === 'string';
    return isWhole ? (known as KnownSummary) : undefined;
  } catch {
    return undefined;
  }
}

/** Windows may do so at the same time: each writes a whole one. That it cannot be kept harms nobody. */
async function keep(summaryFile: string, known: KnownSummary): Promise<void> {
  const temporary = `${summaryFile}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify(known), { mode: 0o600, flag: 'wx' });
    await rename(temporary, summaryFile);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
