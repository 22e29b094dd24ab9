import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import type { ProviderErrorReason } from '../../core/task/index.ts';
import type { KeySaved } from '../../platform/keys.ts';

const { t } = vscode.l10n;

/** Why a key was not saved. */
export function refusalInWords(rule: Extract<KeySaved, { outcome: 'refused' }>['rule'], endpoint: Endpoint): string {
  switch (rule) {
    case 'empty':
      return t('Paste the key.');
    case 'line-break':
      return t('A key is one line: there is a line break in this text.');
    case 'control-character':
      return t('There is an invisible control character in this text. Copy the key anew.');
    case 'not-ascii':
      return t('A key is plain ASCII: there is another character in this text. Copy the key anew.');
    case 'address':
      return t(
        '{0} has the address {1}, where a key cannot be sent safely: it must be https, or on this machine.',
        endpoint.id,
        endpoint.baseUrl,
      );
  }
}

/** Why a test of a key did not go well, and what to do. */
export function failureInWords(reason: ProviderErrorReason, { id, baseUrl }: Endpoint): string {
  switch (reason) {
    case 'unauthorized':
      return t('{0} refuses the key. Run "Farthing: Set API Key…" to save another one.', id);
    case 'forbidden':
      return t(
        '{0} knows the key, but does not allow it this. Check its rights there, or run "Farthing: Set API Key…" to save another one.',
        id,
      );
    case 'payment-required':
      return t('The account at {0} has no credit. Add some there, then test the key again.', id);
    case 'rate-limited':
      return t('{0} asks to wait because of too many requests. Run "Farthing: Test API Key…" later.', id);
    case 'overloaded':
    case 'server-error':
      return t('{0} has trouble of its own. Run "Farthing: Test API Key…" later.', id);
    case 'unreachable':
      return t('{0} does not answer at {1}. Check the network, the proxy and the address.', id, baseUrl);
    case 'timeout':
      return t('{0} does not answer in time at {1}. Check the network and the proxy, or test again later.', id, baseUrl);
    case 'policy':
      return t('{0} has the address {1}, where a key cannot be sent safely: it must be https, or on this machine.', id, baseUrl);
    case 'unsupported':
      return t('{0} offers nothing that tests a key free of charge: the first request will tell.', id);
    case 'not-found':
    case 'bad-response':
    case 'invalid-request':
    case 'context-overflow':
    case 'not-reserved':
      return t('{0} did not answer as expected at {1}. Check the address: the log says more.', id, baseUrl);
  }
}

/** That its key alone brings no completions, and whose would. */
export function cannotCompleteInWords({ id }: Endpoint, completing: ReadonlySet<Endpoint['id']>): string {
  if (completing.size === 0) return t('No model of {0} completes code yet.', id);
  return t('No model of {0} completes code yet; these providers have models that do: {1}.', id, [...completing].join(', '));
}

/** Nothing is wrong with the key, as far as is known. */
export function mayBeGood(reason: ProviderErrorReason): boolean {
  return reason !== 'unauthorized' && reason !== 'forbidden';
}
