/** What the engine sees of a document: text around the cursor, in characters of UTF-16, line ends as `\n`. */
export interface Snapshot {
  readonly uri: string;
  readonly languageId: string;
  readonly workspace?: string;
  /** The file relative to its workspace folder, with `/`; its whole path where it lies in none. Data policies and rules ask for it. */
  readonly path: string;
  /** The cursor's position in the document, in UTF-16 units after line ends became `\n`. */
  readonly offset: number;
  /** The text before the cursor, from the start of some line, or from the middle of a very long one. */
  readonly prefix: string;
  /** The text after the cursor, to the end of some line, or to the middle of a very long one. */
  readonly suffix: string;
}

/** How much of the document a snapshot holds: so many lines, and of very long ones so many characters. */
export const snapshotLimits = { linesAbove: 256, linesBelow: 64, charactersBefore: 16_384, charactersAfter: 8_192 } as const;

/** The part of the cursor's line that stands before it. */
export function lineBefore({ prefix }: Snapshot): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}

/** The part of the cursor's line that stands after it. */
export function lineAfter({ suffix }: Snapshot): string {
  const end = suffix.indexOf('\n');
  return end === -1 ? suffix : suffix.slice(0, end);
}

/**
 * What was typed at the cursor between two moments, if that is all that happened: the same document, the same text after, and before as far
 * as both snapshots reach. Undefined when anything else changed, or when the cursor went back.
 */
export function typedBetween(before: Snapshot, now: Snapshot): string | undefined {
  const length = now.offset - before.offset;
  if (before.uri !== now.uri || length < 0 || length > now.prefix.length) return undefined;
  const nowWithout = now.prefix.slice(0, now.prefix.length - length);
  // The window above the cursor moves down while lines are typed: compare what both still hold. The one below moves along with the cursor.
  if (!sharedEnd(before.prefix, nowWithout) || before.suffix !== now.suffix) return undefined;
  return now.prefix.slice(now.prefix.length - length);
}

/** The place behind a text that is put in at the cursor. */
export function placeAfter(snapshot: Snapshot, text: string): Snapshot {
  return { ...snapshot, offset: snapshot.offset + text.length, prefix: snapshot.prefix + text };
}

/** One text ends with the other: windows on the same text, of different lengths. */
export function sharedEnd(a: string, b: string): boolean {
  return a.length < b.length ? b.endsWith(a) : a.endsWith(b);
}
