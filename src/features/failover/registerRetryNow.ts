import * as vscode from 'vscode';
import type { EndpointState, HealthBook, UnavailableRule } from '../../core/failover/index.ts';
import { commands, registerCommand } from '../../platform/commands.ts';

const { t } = vscode.l10n;

/** "Retry now": what rests may be asked again, and who waits goes on. Nothing is asked before the next request. */
export function registerRetryNow(health: Pick<HealthBook, 'states' | 'retryNow'>): vscode.Disposable {
  return registerCommand(commands.retryNow, () => {
    const resting = health.states();
    health.retryNow();
    void vscode.window.showInformationMessage(
      resting.length === 0
        ? t('Farthing: no provider is resting.')
        : t('Farthing: asked again at the next request: {0}.', resting.map(restingInWords).join(', ')),
    );
  });
}

function restingInWords({ endpoint, rule }: EndpointState): string {
  return t('{0} ({1})', endpoint, ruleInWords(rule));
}

function ruleInWords(rule: UnavailableRule): string {
  switch (rule) {
    case 'key-refused':
      return t('key refused');
    case 'account-empty':
      return t('account empty');
    case 'asked-to-wait':
      return t('asked to wait');
    case 'breaker-open':
      return t('failed several times');
    case 'probing':
      return t('one request is finding out');
  }
}
