import { cleanText } from '../../src/core/completion/clean.ts';
import type { Snapshot } from '../../src/core/completion/index.ts';
import type { FuzzedDocument } from './fuzzedDocument.ts';
import type { Said } from './fuzzedRouter.ts';

/**
 * The offer is how the model's own answer goes on here: the document has what the model was shown, then what it began with, then the cursor, and
 * behind it what it was shown behind. Of an answer that came in part the filters may have seen its first lines only.
 */
export function isGivenThere(offer: string, said: Said, document: FuzzedDocument): boolean {
  if (!document.after.startsWith(said.suffix) && !said.suffix.startsWith(document.after)) return false;
  return answersOf(said, document).some((answer) => {
    for (let start = answer.indexOf(offer); start !== -1; start = answer.indexOf(offer, start + 1)) {
      const shown = document.before.slice(0, document.before.length - start);
      if (document.before.endsWith(answer.slice(0, start)) && (shown.endsWith(said.prefix) || said.prefix.endsWith(shown))) return true;
    }
    return false;
  });
}

function* answersAsItCame(raw: string): Generator<string> {
  yield raw;
  for (let end = raw.indexOf('\n'), count = 0; end !== -1 && count < 40; end = raw.indexOf('\n', end + 1), count += 1) {
    yield raw.slice(0, end);
    yield raw.slice(0, end + 1);
  }
}

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
