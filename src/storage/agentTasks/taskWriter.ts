import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { AgentEvent } from '../../core/agent/index.ts';
import type { TaskFile } from './readTaskFile.ts';
import { lineOf, mostLineBytes, taskFormat } from './taskLine.ts';
import { TaskStoreError } from './taskStoreError.ts';

/** Adds lines to one task's file. Whoever has it has the task's lock. */
export class TaskWriter {
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  /** What stands behind the last whole line goes: it was torn. */
  static async open(file: string, { bytes }: Pick<TaskFile, 'bytes'>): Promise<TaskWriter> {
    const handle = await open(file, bytes === 0 ? 'w' : 'r+', 0o600);
    try {
      const writer = new TaskWriter(handle, bytes);
      await handle.truncate(bytes);
      if (bytes === 0) {
        await writer.#write(lineOf({ format: taskFormat }));
        await syncFolder(path.dirname(file));
      }
      return writer;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The file ends here. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when it is on the disk. Where it fails, the file is as it was. */
  async add(event: AgentEvent): Promise<void> {
    const line = lineOf(event);
    if (line.length > mostLineBytes) throw new TaskStoreError('too-large', `an event of ${line.length} bytes is not stored`);
    await this.#write(line);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #write(line: Buffer): Promise<void> {
    try {
      for (let done = 0; done < line.length; ) {
        const { bytesWritten } = await this.#handle.write(line, done, line.length - done, this.#bytes + done);
        done += bytesWritten;
      }
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(this.#bytes).catch(() => undefined);
      throw error;
    }
    this.#bytes += line.length;
  }
}

/** That the file is there is on the disk too, where the system knows such a thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
