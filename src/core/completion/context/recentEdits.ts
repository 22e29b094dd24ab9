/** Lines that the user changed, as they are counted in the document now: from the first to before `end`. */
export interface EditedLines {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly atMs: number;
}

/** A change of a document: so many lines went from there, and so many came. A change within a line is one line for one. */
export interface LineChange {
  readonly uri: string;
  readonly line: number;
  readonly removedLines: number;
  readonly insertedLines: number;
}

const mostEdits = 8;
/** What was done longer ago is no longer what the user is at. */
const keepMs = 300_000;
/** Changes so near to each other are one. */
const nearLines = 3;
/** A paste, a formatter or a checkout is no edit that says what the user is at. */
const mostLines = 32;

/** Where the user changed something in the last minutes. No text is kept: it is read where it stands, when it is wanted. */
export class RecentEdits {
  #edits: readonly EditedLines[] = [];

  changed({ uri, line, removedLines, insertedLines }: LineChange, nowMs: number): void {
    const grown = insertedLines - removedLines;
    const made: EditedLines = { uri, start: line, end: line + insertedLines, atMs: nowMs };
    const others = this.#edits.flatMap((edit) => (edit.uri === uri ? shifted(edit, line, line + removedLines, grown) : edit));
    const near = others.filter((edit) => edit.uri === uri && edit.start <= made.end + nearLines && edit.end + nearLines >= made.start);
    const merged: EditedLines = {
      ...made,
      start: Math.min(made.start, ...near.map(({ start }) => start)),
      end: Math.max(made.end, ...near.map(({ end }) => end)),
    };
    const apart = others.filter((edit) => !near.includes(edit));
    this.#edits = (merged.end - merged.start > mostLines ? apart : [...apart, merged]).slice(-mostEdits);
  }

  /** The oldest first. */
  recent(nowMs: number): readonly EditedLines[] {
    this.#edits = this.#edits.filter(({ atMs }) => nowMs - atMs <= keepMs);
    return this.#edits;
  }

  forget(isGone: (uri: string) => boolean): void {
    this.#edits = this.#edits.filter(({ uri }) => !isGone(uri));
  }
}

/** Where the lines are after a change above or in them. */
function shifted(edit: EditedLines, from: number, to: number, grown: number): EditedLines | readonly [] {
  if (edit.start >= to) return { ...edit, start: edit.start + grown, end: edit.end + grown };
  if (edit.end <= from) return edit;
  const start = Math.min(edit.start, from);
  const end = Math.max(edit.end, to) + grown;
  return end > start ? { ...edit, start, end } : [];
}
