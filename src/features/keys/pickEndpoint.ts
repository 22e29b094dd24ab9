import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { type Keys, originOf } from '../../platform/keys.ts';

const { t } = vscode.l10n;

interface EndpointItem extends vscode.QuickPickItem {
  readonly endpoint: Endpoint;
}

/** Which endpoint is meant: its address stands beside it, because that is where the key goes. */
export async function pickEndpoint(
  title: string,
  endpoints: readonly Endpoint[],
  keys: Pick<Keys, 'has' | 'savedFor'>,
): Promise<Endpoint | undefined> {
  const items: readonly EndpointItem[] = endpoints.map((endpoint) => ({
    label: keys.has(endpoint) ? `$(key) ${endpoint.id}` : endpoint.id,
    description: originOf(endpoint) ?? endpoint.baseUrl,
    detail: keyInWords(endpoint, keys),
    endpoint,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.endpoint;
}

function keyInWords(endpoint: Endpoint, keys: Pick<Keys, 'has' | 'savedFor'>): string {
  if (keys.has(endpoint)) return t('A key is saved.');
  const elsewhere = keys.savedFor(endpoint);
  return elsewhere === undefined ? t('No key is saved.') : t('The saved key is for {0}, and is not sent here.', elsewhere);
}
