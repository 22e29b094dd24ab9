import { type Answer, remainderAt } from './answer.ts';
import { type CleanText, cleanText } from './clean.ts';
import { keepParsable, type ParsableText } from './keepParsable.ts';
import type { WhyNot } from './offer.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { pause } from './timers.ts';

/** What may be shown of a raw answer where it was asked, or why nothing. */
export type Showable = CleanText | ParsableText;

/** A verdict on syntax that takes longer is none: an offer is not held back for it. */
const mostCheckingMs = 60;

/**
 * The filters' word on a raw answer: `answer.text` is what the model said. Syntax is looked at where the user is now, because only of that is
 * the whole document known.
 */
export async function showable(
  { checkSyntax, timers }: Pick<CompletionPorts, 'checkSyntax' | 'timers'>,
  raw: Answer,
  now: CompletionRequest,
): Promise<Showable> {
  const clean = cleanText(raw.text, raw.at);
  if (!checkSyntax || !('text' in clean)) return clean;
  const rest = remainderAt({ ...raw, text: clean.text }, now.snapshot);
  const whole = rest ? now.whole?.() : undefined;
  if (!rest || !whole) return clean;

  const over = new AbortController();
  const late = pause(timers, mostCheckingMs, over.signal).then((): ParsableText => ({ text: rest }));
  const checked = await Promise.race([keepParsable(checkSyntax, now.snapshot.languageId, whole, rest, over.signal), late]);
  over.abort();
  if (!('text' in checked)) return checked;
  const lines = clean.text.split('\n');
  return {
    text: lines
      .slice(0, lines.length - (linesIn(rest) - linesIn(checked.text)))
      .join('\n')
      .trimEnd(),
  };
}

function linesIn(text: string): number {
  return text.split('\n').length;
}

/** In the words of an answer that the user does not see. */
export function whyNothing(nothing: Exclude<Showable, { readonly text: string }>): WhyNot {
  switch (nothing.nothing) {
    case 'blank':
      return { reason: 'model-had-nothing', source: 'model' };
    case 'nonsense':
      return { reason: 'nonsense', detail: nothing.found };
    case 'repeats-what-follows':
      return { reason: 'nothing-new', detail: nothing.nothing };
    case 'breaks-syntax':
    case 'repetition':
      return { reason: nothing.nothing };
  }
}
