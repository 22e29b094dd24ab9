import { cleanText } from '../../src/core/completion/clean.ts';
import { stripInvisible } from '../../src/core/policy/index.ts';
import type { FuzzedDocument } from './fuzzedDocument.ts';
import type { Said } from './fuzzedRouter.ts';

/**
 * The offer goes on as the model's own answer does: with it the document has what the model was shown, then how its answer begins, and behind that
 * what it was shown behind. What the user took away since is offered again, so that only the whole tells. Of an answer that came in part the filters
 * may have seen its first lines only. No model is shown what is invisible.
 */
export function isGivenThere(offer: string, said: Said, document: FuzzedDocument): boolean {
  const after = stripInvisible(document.after.slice(0, longest));
  if (!after.startsWith(said.suffix) && !said.suffix.startsWith(after)) return false;
  const taken = stripInvisible((document.before + offer).slice(-longest));
  return answersOf(said).some((answer) => isGiven(taken, said.prefix, answer)) || isGivenDeeper(taken, said);
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
function isGivenDeeper(taken: string, said: Said): boolean {
  const isBlankLine = (before: string): boolean => before.slice(before.lastIndexOf('\n') + 1).trim() === '';
  if (!isBlankLine(said.prefix)) return false;
  const bare = (text: string): string => text.replaceAll(/\s/g, '');
  return answersOf(said).some((answer) => isGiven(bare(taken), bare(said.prefix), bare(answer)));
}

function* answersAsItCame(raw: string): Generator<string> {
  yield raw;
  for (let end = raw.indexOf('\n'), count = 0; end !== -1 && count < 40; end = raw.indexOf('\n', end + 1), count += 1) {
    yield raw.slice(0, end);
    yield raw.slice(0, end + 1);
  }
}

/** What the filters leave of the answer, and of its first lines. */
function answersOf({ snapshot, raw }: Said): readonly string[] {
  const texts: string[] = [];
  for (const part of answersAsItCame(raw)) {
    // Whether its beginning is the document's is told by the length of the prefix.
    for (const offset of [snapshot.prefix.length, snapshot.prefix.length + 1]) {
      const clean = cleanText(part, { ...snapshot, offset });
      if ('text' in clean) texts.push(stripInvisible(clean.text));
    }
  }
  return texts;
}
