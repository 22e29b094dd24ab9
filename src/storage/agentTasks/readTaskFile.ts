import { type FileHandle, open } from 'node:fs/promises';
import type { AgentEvent } from '../../core/agent/index.ts';
import { mostLineBytes, readLine, taskFormat } from './taskLine.ts';

export type TaskProblem =
  /** The last line was not written to its end, and is dropped: the window stopped in the middle of it. */
  | { readonly type: 'torn-line' }
  /** From this line on, counted from 1, the file is no log of ours; what stands before it is read. */
  | { readonly type: 'corrupt-line'; readonly line: number }
  /** A later version wrote it: it is read as far as it is understood. */
  | { readonly type: 'newer-format'; readonly format: number };

export interface TaskFile {
  readonly events: readonly AgentEvent[];
  /** The whole lines that were understood end here; what is added goes there. */
  readonly bytes: number;
  readonly problem: TaskProblem | undefined;
}

const chunkBytes = 1_000_000;

/** Reads on from a place behind a whole line. A file that is not there has no events. */
export async function readTaskFile(file: string, fromByte = 0): Promise<TaskFile> {
  const handle = await open(file, 'r').catch(nothingThere);
  if (!handle) return { events: [], bytes: 0, problem: undefined };
  try {
    return await readFrom(handle, fromByte);
  } finally {
    await handle.close();
  }
}

async function readFrom(handle: FileHandle, fromByte: number): Promise<TaskFile> {
  const events: AgentEvent[] = [];
  let bytes = fromByte;
  let line = 0;
  let newer: TaskProblem | undefined;
  for await (const text of linesFrom(handle, fromByte)) {
    if (text === 'torn') return { events, bytes, problem: newer ?? { type: 'torn-line' } };
    line += 1;
    const read = text === 'too-long' ? undefined : readLine(text);
    if (text === 'too-long' || read === undefined) return { events, bytes, problem: newer ?? { type: 'corrupt-line', line } };
    if ('format' in read) {
      if (read.format > taskFormat) newer = { type: 'newer-format', format: read.format };
    } else events.push(read);
    bytes += text.length + 1;
  }
  return { events, bytes, problem: newer };
}

/** Lines without their line feed; at the end of a file whose last line has none, `torn`. */
async function* linesFrom(handle: FileHandle, fromByte: number): AsyncGenerator<Buffer | 'torn' | 'too-long'> {
  let parts: Buffer[] = [];
  let length = 0;
  for (let place = fromByte; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, place);
    if (bytesRead === 0) break;
    place += bytesRead;
    let rest = buffer.subarray(0, bytesRead);
    for (let feed = rest.indexOf(10); feed >= 0; feed = rest.indexOf(10)) {
      yield Buffer.concat([...parts, rest.subarray(0, feed)]);
      [parts, length, rest] = [[], 0, rest.subarray(feed + 1)];
    }
    if (rest.length > 0) parts.push(rest);
    length += rest.length;
    if (length > mostLineBytes) yield 'too-long';
  }
  if (length > 0) yield 'torn';
}

function nothingThere(error: unknown): undefined {
  if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
  throw error;
}
