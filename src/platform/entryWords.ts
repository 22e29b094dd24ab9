import * as vscode from 'vscode';
import type { BillingKind, Tier } from '../core/catalogue/index.ts';
import type { EntryFinish } from '../core/ledger/index.ts';
import type { ProviderErrorReason, Usage } from '../core/task/index.ts';

const { t } = vscode.l10n;

export function tierInWords(tier: Tier): string {
  const words: Readonly<Record<Tier, string>> = { local: t('local'), small: t('small'), medium: t('medium'), frontier: t('frontier') };
  return words[tier];
}

export function billingInWords(billing: BillingKind): string {
  const words: Readonly<Record<BillingKind, string>> = {
    metered: t('per token'),
    subscription: t('flat plan'),
    local: t('none, it runs on this machine'),
  };
  return words[billing];
}

/** How an attempt ended, and where it failed, why. */
export function finishInWords(finish: EntryFinish, errorReason: ProviderErrorReason | undefined): string {
  const words: Readonly<Record<EntryFinish, string>> = {
    stop: t('complete'),
    length: t('cut at the length limit'),
    'tool-calls': t('tool calls'),
    'content-filter': t('content filter'),
    aborted: t('stopped: not needed any more'),
    budget: t('stopped at the budget'),
    error: t('failed'),
    lost: t('lost'),
  };
  return finish === 'error' && errorReason ? t('failed: {0}', errorInWords(errorReason)) : words[finish];
}

function errorInWords(reason: ProviderErrorReason): string {
  const words: Readonly<Record<ProviderErrorReason, string>> = {
    unreachable: t('not reached'),
    timeout: t('took too long'),
    'rate-limited': t('too many requests'),
    overloaded: t('overloaded'),
    unauthorized: t('key refused'),
    'payment-required': t('no credit left'),
    forbidden: t('forbidden'),
    'not-found': t('not found'),
    'context-overflow': t('text too long'),
    unsupported: t('not supported'),
    'invalid-request': t('request refused'),
    'server-error': t('server error'),
    'bad-response': t('bad answer'),
    policy: t('not allowed to leave'),
    'not-reserved': t('budget could not hold it'),
  };
  return words[reason];
}

/** What tokens are billed as, as it stands alone. */
export function bucketInWords(bucket: keyof Usage): string {
  const words: Readonly<Record<keyof Usage, string>> = {
    uncachedInput: t('Input, not cached'),
    cacheRead: t('Read from cache'),
    cacheWrite5m: t('Written to cache, 5 minutes'),
    cacheWrite30m: t('Written to cache, 30 minutes'),
    cacheWrite1h: t('Written to cache, 1 hour'),
    cacheWrite12h: t('Written to cache, 12 hours'),
    output: t('Output'),
  };
  return words[bucket];
}
