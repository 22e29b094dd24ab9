import { cleanText } from '../../src/core/completion/clean.ts';
import type { Snapshot } from '../../src/core/completion/index.ts';
import type { FuzzedDocument } from './fuzzedDocument.ts';
import type { Said } from './fuzzedRouter.ts';

/**
 * The offer goes on as the model's own answer does: with it the document has what the model was shown, then how its answer begins, and behind that
 * what it was shown behind. What the user took away since is offered again, so that only the whole tells. Of an answer that came in part the filters
 * may have seen its first lines only.
 */
export function isGivenThere(offer: string, said: Said, document: FuzzedDocument): boolean {
  if (!document.after.startsWith(said.suffix) && !said.suffix.startsWith(document.after)) return false;
  const taken = (document.before + offer).slice(-longest);
  return answersOf(said, document).some((answer) => isGiven(taken, said.prefix, answer)) || isGivenDeeper(taken, said, document);
}

/** More than a snapshot and an answer have. */
const longest = 65_536;

function isGiven(taken: string, prefix: string, answer: string): boolean {
  for (let length = 1; length <= answer.length && length <= taken.length; length += 1) {
    if (taken.charCodeAt(taken.length - length) !== answer.charCodeAt(0) || !taken.endsWith(answer.slice(0, length))) continue;
    const shown = taken.slice(0, taken.length - length);
    if (shown.endsWith(prefix) || prefix.endsWith(shown)) return true;
  }
  return false;
}

/** Asked on a blank line, the answer moves along with the cursor: blanks apart it is the same. */
function isGivenDeeper(taken: string, said: Said, document: FuzzedDocument): boolean {
  const isBlankLine = (before: string): boolean => before.slice(before.lastIndexOf('\n') + 1).trim() === '';
  if (!isBlankLine(said.prefix)) return false;
  const bare = (text: string): string => text.replaceAll(/\s/g, '');
  return answersOf(said, document).some((answer) => isGiven(bare(taken), bare(said.prefix), bare(answer)));
}

function* answersAsItCame(raw: string): Generator<string> {
  yield raw;
  for (let end = raw.indexOf('\n'), count = 0; end !== -1 && count < 40; end = raw.indexOf('\n', end + 1), count += 1) {
    yield raw.slice(0, end);
    yield raw.slice(0, end + 1);
  }
}

/** What the filters leave of the answer, and of its first lines. */
function answersOf({ prefix, suffix, raw }: Said, document: FuzzedDocument): readonly string[] {
  const at: Snapshot = { ...document.snapshot(), prefix, suffix };
  const texts: string[] = [];
  for (const part of answersAsItCame(raw)) {
    // Whether its beginning is the document's is told by the length of the prefix.
    for (const offset of [prefix.length, prefix.length + 1]) {
      const clean = cleanText(part, { ...at, offset });
      if ('text' in clean) texts.push(clean.text);
    }
  }
  return texts;
}
