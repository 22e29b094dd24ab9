import type { FileChange, ResultFacts } from '../call.ts';
import type { AgentEvent } from '../event.ts';
import { type AttributedText, after, attributed } from './attributedLines.ts';
import { callersOf } from './callers.ts';

/** When it is looked what still stands: so long after the task ended, and once more when it is opened again. As completions are looked after. */
export const keptAfterMs: readonly number[] = [0.5, 2, 5, 10].map((minutes) => minutes * 60_000);

/** Lines that hold something, blank ones left out. */
export interface LineCount {
  /** Written by the agent, and there when it was done. */
  readonly added: number;
  /** Of those, there now. */
  readonly kept: number;
  /** The characters of the kept ones, without what is blank around them. */
  readonly keptCharacters: number;
}

export interface KeptLines extends LineCount {
  readonly byRequest: ReadonlyMap<string, LineCount>;
}

/** A change and the request that called for it. */
export interface MadeBy extends FileChange {
  readonly requestId: string;
}

/**
 * Of the lines that the agent added, how many still stand. `now` gives a file's text as it is, undefined where there is none any more. What the user wrote
 * between two changes of the agent is the user's.
 */
export function keptLinesOf(log: readonly AgentEvent[], now: (path: string) => string | undefined): KeptLines {
  return keptOf(changesOf(log), now);
}

/** The same of changes in the order in which they were made. */
export function keptOf(changes: readonly MadeBy[], now: (path: string) => string | undefined): KeptLines {
  const files = new Map<string, AttributedText>();
  // Where something is renamed, its old name may go first.
  const gone = new Map<string, AttributedText>();
  const renamed = renamesIn(changes);
  for (const change of changes) {
    const { path, before, after: text, requestId } = change;
    const from = renamed.get(change);
    const known = files.get(from ?? path) ?? gone.get(from ?? '');
    const start = known ? after(known, from === undefined ? before : text) : attributed(from === undefined ? before : text);
    if (text === undefined) {
      gone.set(path, start);
      files.delete(path);
    } else {
      files.set(path, after(start, text, requestId));
    }
  }
  const byRequest = new Map<string, LineCount>();
  for (const [path, file] of files) {
    const standing = after(file, now(path));
    for (const { text, requestId } of file.lines) count(byRequest, requestId, text, { added: 1, kept: 0, keptCharacters: 0 });
    for (const { text, requestId } of standing.lines)
      count(byRequest, requestId, text, { added: 0, kept: 1, keptCharacters: text.trim().length });
  }
  return { ...[...byRequest.values()].reduce(plus, noLines), byRequest };
}

/** Paths of what the agent changed: what must be read to know what still stands. */
export function changedPaths(log: readonly AgentEvent[]): readonly string[] {
  return [...new Set(changesOf(log).map(({ path }) => path))];
}

/** All changes of the agent, each with the request that called for it; those of a subtask with the one that delegated it. */
function changesOf(log: readonly AgentEvent[]): readonly MadeBy[] {
  const callers = callersOf(log);
  return log.flatMap((event) => {
    const requestId = callers.get(event);
    return requestId === undefined ? [] : (factsOf(event)?.changes ?? []).map((change) => ({ ...change, requestId }));
  });
}

/** What a call, or a subtask, changed and found. */
export function factsOf(event: AgentEvent): ResultFacts | undefined {
  if (event.type === 'ran') return event.result.facts;
  return event.type === 'reported' ? event.facts : undefined;
}

const noLines: LineCount = { added: 0, kept: 0, keptCharacters: 0 };

/** A file that came with the text of one that went, by the same request: from where. What only moved was not written. */
function renamesIn(changes: readonly MadeBy[]): ReadonlyMap<MadeBy, string> {
  const renames = new Map<MadeBy, string>();
  for (const change of changes) {
    if (change.before !== undefined || change.after === undefined) continue;
    const gone = changes.find(
      ({ requestId, before, after: text }) => requestId === change.requestId && before === change.after && text === undefined,
    );
    if (gone) renames.set(change, gone.path);
  }
  return renames;
}

function count(counts: Map<string, LineCount>, requestId: string | undefined, line: string, more: LineCount): void {
  if (requestId === undefined || line.trim() === '') return;
  counts.set(requestId, plus(counts.get(requestId) ?? noLines, more));
}

function plus(a: LineCount, b: LineCount): LineCount {
  return { added: a.added + b.added, kept: a.kept + b.kept, keptCharacters: a.keptCharacters + b.keptCharacters };
}
