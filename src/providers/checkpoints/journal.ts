import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileState } from './fileState.ts';

/** What is remembered of a task's work, in order, a line each. */
export type JournalLine =
  | { readonly type: 'checkpoint'; readonly id: string; readonly label: string; readonly atMs: number }
  | BeforeLine
  | { readonly type: 'after'; readonly work: string; readonly files: Readonly<Record<string, Touch>> };

/** Before the work: without a line `after` for it, the window was closed meanwhile. `commit`: of all files, where nobody knows which it changes. */
export interface BeforeLine {
  readonly type: 'before';
  readonly work: string;
  readonly files: Readonly<Record<string, FileState>>;
  readonly commit?: string;
}

/** How a file was, and how the agent's work, or the undoing of it, left it. */
export interface Touch {
  readonly before: FileState;
  /** `unknown`: the work was not seen to its end, or the user changed the file while it was under way. */
  readonly after: FileState | 'unknown';
}

export class Journal {
  readonly #file: string;
  #read: Promise<{ readonly lines: JournalLine[]; readonly isTorn: boolean }> | undefined;

  constructor(folder: string) {
    this.#file = path.join(folder, 'journal.jsonl');
  }

  async lines(): Promise<readonly JournalLine[]> {
    this.#read ??= readJournal(this.#file);
    return (await this.#read).lines;
  }

  async add(line: JournalLine): Promise<void> {
    this.#read ??= readJournal(this.#file);
    const { lines, isTorn } = await this.#read;
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    await appendFile(this.#file, `${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    lines.push(line);
  }
}

/** A line that was torn by a crash is passed over: the work that it was about counts as not seen to its end. */
async function readJournal(file: string): Promise<{ readonly lines: JournalLine[]; readonly isTorn: boolean }> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as JournalLine];
    } catch {
      return [];
    }
  });
  return { lines, isTorn: text !== '' && !text.endsWith('\n') };
}
