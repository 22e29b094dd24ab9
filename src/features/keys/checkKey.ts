import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { isProviderError, ProviderError } from '../../core/task/index.ts';
import type { KeysPorts } from './keysPorts.ts';

/** A provider that has not told by then whether it takes a key is left alone. */
const longestMs = 20_000;

/** Asks the provider something that costs nothing. Undefined: the key is good. What is learned holds for requests, too. */
export async function checkKey(
  { check, health, log }: Pick<KeysPorts, 'check' | 'health' | 'log'>,
  endpoint: Endpoint,
  key: string,
): Promise<ProviderError | undefined> {
  const error = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Farthing: asking {0}', endpoint.id) },
    () => failureOf(check, endpoint, key),
  );
  health.keyTested(endpoint.id, error);
  if (error) log.warn(`the key for ${endpoint.id} was tested: ${error.reason}: ${error.message}`);
  else log.info(`the key for ${endpoint.id} was tested: it is good`);
  return error;
}

async function failureOf(check: KeysPorts['check'], endpoint: Endpoint, key: string): Promise<ProviderError | undefined> {
  const signal = AbortSignal.timeout(longestMs);
  try {
    await check(endpoint, key, signal);
    return undefined;
  } catch (cause) {
    if (signal.aborted) return new ProviderError('timeout', `no answer in ${longestMs / 1000} s`, { cause });
    return isProviderError(cause) ? cause : new ProviderError('bad-response', String(cause), { cause });
  }
}
