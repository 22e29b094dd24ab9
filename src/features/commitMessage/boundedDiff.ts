import type { FileDiff } from './diffOf.ts';

/** ASSUMPTIONS: about 8,000 tokens in all, and no file that hides the others. */
const mostCharacters = 24_000;
const mostOfOneFile = 6_000;

/**
 * The diff as it is sent. Each file gets an equal share, and what short ones leave goes to the long ones; one that is longer than its share ends
 * with how much of it is left out.
 */
export function boundedDiff(files: readonly FileDiff[], most = mostCharacters): string {
  const shares = sharesOf(
    files.map(({ text }) => Math.min(text.length, mostOfOneFile)),
    most,
  );
  return files.map(({ text }, index) => cut(text, shares[index] ?? 0)).join('');
}

function sharesOf(lengths: readonly number[], most: number): readonly number[] {
  const shares = lengths.map(() => 0);
  let left = most;
  const shortFirst = lengths.map((length, index) => ({ length, index })).toSorted((a, b) => a.length - b.length);
  for (const [place, { length, index }] of shortFirst.entries()) {
    const share = Math.min(length, Math.floor(left / (lengths.length - place)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const end = text.lastIndexOf('\n', characters) + 1;
  const lines = text.slice(end).split('\n').length - 1;
  return `${text.slice(0, end)}(${lines} more lines of this file are left out)\n`;
}
