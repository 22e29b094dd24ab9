import { withoutExtraClosers } from './filters/extraClosers.ts';
import { withoutFollowingLines } from './filters/followingLines.ts';
import { indented } from './filters/indentation.ts';
import { limited } from './filters/limited.ts';
import { isBlank } from './filters/lines.ts';
import { repeatsAbove, withoutLoop } from './filters/repetition.ts';
import { withoutRestOfLine } from './filters/restOfLine.ts';
import { nonsenseIn } from './nonsense.ts';
import type { Snapshot } from './snapshot.ts';

/** What may be shown of a model's raw text, or why nothing. */
export type CleanText =
  | { readonly text: string }
  | { readonly nothing: 'repeats-what-follows' | 'repetition' | 'blank' }
  /** `found`: as it is named in a log. */
  | { readonly nothing: 'nonsense'; readonly found: string };

/**
 * Takes off what the document already has and what a model says when it has lost its thread, and brings line ends and indentation into the
 * document's form. An answer with nonsense in it is none: what else it holds is not to be trusted either. Every step takes time in proportion to
 * what it reads, which is bounded, however long the answer.
 */
export function cleanText(raw: string, snapshot: Snapshot): CleanText {
  const read = limited(raw);
  const found = nonsenseIn(read, snapshot);
  if (found !== undefined) return { nothing: 'nonsense', found };
  const said = withoutTrailingBlanks(read.replace(/\r\n?/g, '\n'), snapshot);
  if (isBlank(said)) return { nothing: 'blank' };
  const straight = withoutLoop(indented(said, snapshot));
  if (isBlank(straight) || repeatsAbove(straight, snapshot)) return { nothing: 'repetition' };
  const text = withoutExtraClosers(withoutRestOfLine(withoutFollowingLines(straight, snapshot), snapshot), snapshot);
  return isBlank(text) ? { nothing: 'repeats-what-follows' } : { text };
}

/** Two blanks at a line's end are a line break in Markdown. */
function withoutTrailingBlanks(text: string, { languageId }: Snapshot): string {
  if (languageId === 'markdown') return text.trimEnd();
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
