import { stripInvisible } from '../../policy/index.ts';
import { type Identifiers, identifiersOf } from './identifiers.ts';

/** A few lines of a file, as they are written there, without what is invisible. */
export interface Chunk {
  readonly text: string;
  readonly identifiers: Identifiers;
}

/** Longer ones say less by the byte; shorter ones say nothing that a model could use. */
const chunkLimits = { fewestLines: 3, usualLines: 24, mostLines: 64, mostCharacters: 4_096 } as const;

/** The lines as a chunk; undefined where too few say anything, or where they are too long. */
export function chunkOf(lines: string): Chunk | undefined {
  const text = stripInvisible(withoutBlankEnds(lines.replaceAll('\r\n', '\n')));
  if (text.length > chunkLimits.mostCharacters || !hasLines(text, chunkLimits.fewestLines)) return undefined;
  return { text, identifiers: identifiersOf(text) };
}

/**
 * A file in chunks, one after the other, so that a long file can be cut in slices of time. Chunks begin where something new begins at the left
 * edge, so that most of them stay the same when lines are added above.
 */
export function* cutIntoChunks(text: string): Generator<Chunk | undefined> {
  let start = 0;
  let lines = 0;
  let isAfterBlank = false;
  for (let line = 0; line < text.length; ) {
    const next = text.indexOf('\n', line);
    const end = next < 0 ? text.length : next + 1;
    const isTooMuch = lines >= chunkLimits.mostLines || end - start > chunkLimits.mostCharacters;
    const isNew = lines >= chunkLimits.usualLines && isAfterBlank && /^[^\s)\]}]/.test(text.slice(line, line + 1));
    if (lines > 0 && (isTooMuch || isNew)) {
      yield chunkOf(text.slice(start, line));
      start = line;
      lines = 0;
    }
    isAfterBlank = end - line <= 2 && text.slice(line, end).trim() === '';
    lines += 1;
    line = end;
  }
  if (lines > 0) yield chunkOf(text.slice(start));
}

function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

function hasLines(text: string, fewest: number): boolean {
  let count = 0;
  for (const line of text.split('\n')) if (line.trim() !== '') count += 1;
  return count >= fewest;
}
