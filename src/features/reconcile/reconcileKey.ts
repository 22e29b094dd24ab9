import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { askableOf, compareKeyUse, mostDiffering } from '../../core/reconcile/index.ts';
import { isProviderError } from '../../core/task/index.ts';
import { failureInWords } from '../../platform/failureWords.ts';
import { type OpenRouterPorts, readCreditsLeft, readKeyUse } from '../../providers/reconcile/openRouterAccount.ts';
import { askGenerations } from './askGenerations.ts';
import { keyInMarkdown } from './keyInMarkdown.ts';
import { ledgerEntries } from './ledgerEntries.ts';
import type { ReconcilePorts } from './reconcilePorts.ts';

const { t } = vscode.l10n;

/** A provider that has not told by then is left alone. */
const longestMs = 20_000;
/** A month of UTC, and the week that began before it. */
const longestPeriodMs = 38 * 86_400_000;

/** Asks OpenRouter what the key has used, and shows it beside the ledger; where that differs, the dearest requests are asked for one by one. */
export async function reconcileKey(ports: ReconcilePorts, endpoint: Endpoint, show: (markdown: string) => Promise<void>): Promise<void> {
  const { clock, keys, ledger, log } = ports;
  const apiKey = await keys.keyOf(endpoint);
  if (apiKey === undefined) return void vscode.window.showWarningMessage(t('No key is saved for {0}.', endpoint.id));
  const account: OpenRouterPorts = { fetch: ports.fetch, endpoint, apiKey };
  const told = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Farthing: asking {0}', endpoint.id) },
    () => askAccount(account),
  );
  if ('failed' in told) {
    const { failed } = told;
    log.error(`${endpoint.id} could not be asked what the key has used: ${failed}`);
    const words = isProviderError(failed) ? failureInWords(failed.reason) : t('the server did not answer');
    return void vscode.window.showWarningMessage(t('{0} could not be asked: {1}.', endpoint.id, words));
  }
  const nowMs = clock.now();
  const entries = await ledgerEntries(ledger, (entry) => entry.endpoint === endpoint.id && entry.startedAtMs > nowMs - longestPeriodMs);
  const periods = compareKeyUse(entries, told.use, endpoint.id, nowMs);
  const differing = mostDiffering(periods);
  const asked = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Farthing: asking {0}', endpoint.id) },
    () => askGenerations(account, differing ? askableOf(entries, differing, endpoint.id, nowMs) : [], AbortSignal.timeout(longestMs)),
  );
  for (const { failed } of asked) if (failed !== undefined) log.error(`${endpoint.id} could not be asked of a request: ${failed}`);
  const { creditsLeft, use } = told;
  const { language } = vscode.env;
  await show(keyInMarkdown({ endpointId: endpoint.id, periods, creditsLeft, limitLeft: use.limitLeftNanoUsd, asked, language }));
}

async function askAccount(ports: OpenRouterPorts) {
  const signal = AbortSignal.timeout(longestMs);
  try {
    const [use, creditsLeft] = await Promise.all([readKeyUse(ports, signal), readCreditsLeft(ports, signal)]);
    return { use, creditsLeft };
  } catch (failed) {
    return { failed };
  }
}
