import type { ProviderError } from '../task/index.ts';
import type { EndpointVerdict } from './endpointHealth.ts';
import type { Outage, Rest } from './outage.ts';

/** All that is known of an endpoint. Uses are numbered in the order in which they began. */
export interface EndpointRecord {
  /** What only the user, or another key, can mend. */
  readonly block?: { readonly rule: 'key-refused' | 'account-empty'; readonly error: ProviderError };
  readonly outage?: Outage;
  /** The use that finds out whether it works again. */
  readonly probe?: number;
  /** The last use that had begun when it last failed. What had begun by then says nothing new: one outage fails many requests at once. */
  readonly failedAt: number;
  /** The last use that had begun when it was last mended: a new key, new credits, "retry now". What had begun by then says nothing at all. */
  readonly mendedAt: number;
  /** The use that last succeeded. */
  readonly succeeded?: number;
}

export const untouched: EndpointRecord = { failedAt: 0, mendedAt: 0 };

const available: EndpointVerdict = { isAvailable: true, isProbe: false };
const availableForProbe: EndpointVerdict = { isAvailable: true, isProbe: true };

export function verdictOn({ block, outage, probe }: EndpointRecord, nowMs: number): EndpointVerdict {
  if (block) return { isAvailable: false, rule: block.rule, reason: blockInWords(block.rule) };
  if (!outage) return available;
  const pause = outage.break;
  if (pause && nowMs < pause.untilMs) {
    const untilMs = outage.type === 'failing' ? Math.max(pause.untilMs, outage.wait.untilMs) : pause.untilMs;
    return {
      isAvailable: false,
      rule: 'breaker-open',
      reason: `${failedInWords(outage)}, and is left alone for ${seconds(pause)}`,
      untilMs,
    };
  }
  if (pause && probe !== undefined) {
    const reason = `${failedInWords(outage)}, and one request is finding out whether it works again`;
    return { isAvailable: false, rule: 'probing', reason };
  }
  if (outage.type === 'failing' && nowMs < outage.wait.untilMs) {
    return { isAvailable: false, rule: 'asked-to-wait', reason: waitInWords(outage), untilMs: outage.wait.untilMs };
  }
  return pause ? availableForProbe : available;
}

function blockInWords(rule: 'key-refused' | 'account-empty'): string {
  return rule === 'key-refused'
    ? 'its key was refused, and is not sent again before it changes'
    : 'its account is empty, until "retry now", another key, or a check of its credits that passes';
}

function failedInWords(outage: Outage): string {
  return outage.type === 'failing'
    ? `it failed ${outage.failures} times in a row (${outage.error.reason} at last)`
    : `it refused ${outage.refusals} requests in a row (${outage.error.reason})`;
}

function waitInWords({ error, wait }: Extract<Outage, { type: 'failing' }>): string {
  return wait.isAskedFor
    ? `it asked to be left alone for ${seconds(wait)} (${error.reason})`
    : `it failed (${error.reason}), and is left alone for ${seconds(wait)}`;
}

function seconds({ ms }: Rest): string {
  return `${Math.round(ms / 100) / 10} s`;
}
