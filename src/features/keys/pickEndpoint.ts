import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { type Keys, originOf } from '../../platform/keys.ts';

const { t } = vscode.l10n;

interface EndpointItem extends vscode.QuickPickItem {
  readonly endpoint: Endpoint;
}

interface KnownOfEndpoints {
  readonly keys: Pick<Keys, 'has' | 'savedFor'>;
  /** Those with a model that completes code. They come first, because completions are what most keys are set for. */
  readonly completing: ReadonlySet<Endpoint['id']>;
}

/** Which endpoint is meant: its address stands beside it, because that is where the key goes. */
export async function pickEndpoint(
  title: string,
  endpoints: readonly Endpoint[],
  { keys, completing }: KnownOfEndpoints,
): Promise<Endpoint | undefined> {
  const inOrder = [...endpoints.filter(({ id }) => completing.has(id)), ...endpoints.filter(({ id }) => !completing.has(id))];
  const items: readonly EndpointItem[] = inOrder.map((endpoint) => ({
    label: keys.has(endpoint) ? `$(key) ${endpoint.id}` : endpoint.id,
    description: originOf(endpoint) ?? endpoint.baseUrl,
    detail: [useInWords(completing.has(endpoint.id)), keyInWords(endpoint, keys)].join(' '),
    endpoint,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.endpoint;
}

function useInWords(isCompleting: boolean): string {
  return isCompleting ? t('Completes code.') : t('For chat and agents; no model of it completes code yet.');
}

function keyInWords(endpoint: Endpoint, keys: Pick<Keys, 'has' | 'savedFor'>): string {
  if (keys.has(endpoint)) return t('A key is saved.');
  const elsewhere = keys.savedFor(endpoint);
  return elsewhere === undefined ? t('No key is saved.') : t('The saved key is for {0}, and is not sent here.', elsewhere);
}
