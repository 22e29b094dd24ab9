import * as vscode from 'vscode';
import type { CompletionHealth } from './completionHealth.ts';

const { t } = vscode.l10n;

/** Why a request for a completion failed, as it goes on after a colon. */
export function failureInWords(health: CompletionHealth): string {
  switch (health) {
    case 'unreachable':
      return t('the server did not answer');
    case 'timeout':
      return t('the server took too long');
    case 'overloaded':
    case 'rate-limited':
      return t('the server is busy');
    case 'unauthorized':
    case 'forbidden':
      return t('the server wants a key');
    case 'context-overflow':
      return t('the text does not fit into the model');
    case 'unsupported':
    case 'not-found':
      return t('the server cannot do this');
    case 'bad-response':
    case 'server-error':
    case 'invalid-request':
      return t('the server answered with an error; the log has it');
    case 'payment-required':
      return t('the account is empty');
    case 'not-reserved':
      return t('the budget or the ledger could not hold its cost');
    case 'policy':
      return t('it was not allowed to be sent; the log says why');
    case 'not-loaded':
      return t('a part of Farthing could not be loaded; the log has it');
    case 'well':
      return '';
  }
}
