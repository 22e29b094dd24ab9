import { type Answer, remainderAt } from './answer.ts';
import { type CleanText, cleanText } from './clean.ts';
import { keepParsable, type ParsableText } from './keepParsable.ts';
import type { WhyNot } from './offer.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { questionBehind } from './questionBehind.ts';
import { typedBetween } from './snapshot.ts';
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
  reader: CompletionRequest,
): Promise<Showable> {
  const now = notBefore(raw, reader);
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

/**
 * The first look at a language loads its grammar, and the first at a document parses all of it, which takes longer than a verdict may: both are
 * done while the model thinks.
 */
export function lookAhead({ checkSyntax }: Pick<CompletionPorts, 'checkSyntax'>, request: CompletionRequest, signal: AbortSignal): void {
  const whole = checkSyntax && request.whole?.();
  if (whole) void checkSyntax(request.snapshot.languageId, whole, '', signal);
}

/** What goes on behind a line is looked at behind it, although the user may still be before it, or in it. */
function notBefore({ at }: Answer, reader: CompletionRequest): CompletionRequest {
  const ahead = typedBetween(reader.snapshot, at);
  return ahead ? questionBehind(reader, ahead) : reader;
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
