import type { CompletionResult, Offer, Refusal, WorthVerdict } from '../../core/completion/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import type { NoSuggestion, NotAsked, NotLoaded } from '../../platform/completionHealth.ts';

/** The engine's, that there is none, or that it was not asked. */
export type Result = CompletionResult | NotLoaded | { readonly outcome: 'none'; readonly whyNot: NotAsked };

/** For the log, which is read by people who look for a reason. */
export function resultInWords(result: Result): string {
  if (result.outcome === 'none') return noneInWords(result.whyNot);
  const { text, source, asked } = result.offer;
  const others = result.others?.length ? `, and ${result.others.length} more` : '';
  return `${text.length} characters from ${source}${asked ? ` (${askedInWords(asked)})` : ''}${others}`;
}

function askedInWords({ waitedMs, answeredMs, isTrial }: Offer['asked'] & {}): string {
  return `waited ${waitedMs} ms, answered in ${answeredMs} ms${isTrial ? ', a trial: not worth its price' : ''}`;
}

function noneInWords(whyNot: NoSuggestion): string {
  switch (whyNot.reason) {
    case 'no-model':
      return `nothing, no model (${refusedInWords(whyNot.detail, whyNot.refusals)})`;
    case 'failed': {
      const { error, detail, refusals = [] } = whyNot;
      return `nothing, ${[error === 'not-reserved' ? 'no paid request may leave' : error, refusedInWords(detail, refusals)].join(': ')}`;
    }
    case 'not-loaded':
      return `nothing, what completes code could not be loaded: ${whyNot.detail}`;
    case 'nothing-new':
      return `nothing, ${whyNot.detail}`;
    case 'nonsense':
      return `nothing, the answer holds ${whyNot.detail}`;
    case 'model-had-nothing':
      return `nothing, ${whyNot.reason} (${whyNot.source})`;
    case 'not-worth':
      return `nothing, not worth asking: ${worthInWords(whyNot.verdict)}`;
    case 'switched-off':
      return `nothing, switched off for ${whyNot.languageId}`;
    case 'snoozed':
      return `nothing, snoozed until ${new Date(whyNot.untilMs).toISOString()}`;
    case 'excluded':
      return `nothing, excluded by ${exclusionInWords(whyNot.exclusion)}`;
    case 'not-here':
      return `nothing, documents of ${whyNot.scheme} are not completed`;
    case 'binary':
      return 'nothing, there are zero bytes around the cursor';
    case 'superseded':
    case 'just-accepted':
    case 'inside-word':
    case 'breaks-syntax':
    case 'repetition':
      return `nothing, ${whyNot.reason}`;
  }
}

const refusedInWords = (first: string, refusals: readonly Refusal[]): string =>
  [first, ...refusals.map(({ candidate, reason }) => `${candidate}: ${reason}`)].join('; ');

/** `a chance of 0.04 to be taken makes it worth $0.0002, and it costs $0.0005 (balanced)`. */
function worthInWords({ acceptance, valueNanoUsd, costNanoUsd, mode }: WorthVerdict): string {
  const [value, cost] = [formatUsd(valueNanoUsd), formatUsd(costNanoUsd)];
  return `a chance of ${acceptance.toFixed(2)} to be taken makes it worth ${value}, and it costs ${cost} (${mode})`;
}

function exclusionInWords(exclusion: Extract<NotAsked, { reason: 'excluded' }>['exclusion']): string {
  switch (exclusion.by) {
    case 'glob':
      return `the glob ${exclusion.glob}`;
    case 'unreadable':
      return `farthing.completion.exclude, which cannot be read: ${exclusion.problem}`;
    case 'window':
      return 'the user, for as long as this window is open';
  }
}
