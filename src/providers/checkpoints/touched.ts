import type { FileState } from './fileState.ts';
import type { BeforeLine, JournalLine, Touch } from './journal.ts';

/** What was done to one file since a checkpoint. */
export interface TouchedFile {
  readonly path: string;
  /** As it was before the agent first touched it. */
  readonly before: FileState;
  /** As the agent left it; `unknown` also where somebody else changed it in between. */
  readonly after: FileState | 'unknown';
}

/** Undefined: there is no such checkpoint. */
export function touchedSince(lines: readonly JournalLine[], checkpointId: string): readonly TouchedFile[] | undefined {
  const from = lines.findIndex((line) => line.type === 'checkpoint' && line.id === checkpointId);
  if (from < 0) return undefined;
  const files = new Map<string, TouchedFile>();
  for (const line of lines.slice(from)) {
    if (line.type !== 'after') continue;
    for (const [path, touch] of Object.entries(line.files)) files.set(path, joined(path, files.get(path), touch));
  }
  return [...files.values()];
}

export function unfinishedWork(lines: readonly JournalLine[]): readonly BeforeLine[] {
  const finished = new Set(lines.flatMap((line) => (line.type === 'after' ? [line.work] : [])));
  return lines.filter((line): line is BeforeLine => line.type === 'before' && !finished.has(line.work));
}

/** Where the second work found another file than the first one left, the user was there in between. */
function joined(path: string, earlier: TouchedFile | undefined, { before, after }: Touch): TouchedFile {
  if (!earlier) return { path, before, after };
  return { path, before: earlier.before, after: earlier.after === before ? after : 'unknown' };
}
