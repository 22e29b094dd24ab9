import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { commands } from '../../platform/commands.ts';
import { originOf } from '../../platform/keys.ts';
import { readKeyText } from '../../platform/keyText.ts';
import { checkKey } from './checkKey.ts';
import { completingEndpoints } from './completingEndpoints.ts';
import type { KeysPorts } from './keysPorts.ts';
import { pickEndpoint } from './pickEndpoint.ts';
import { cannotCompleteInWords, failureInWords, mayBeGood, refusalInWords } from './words.ts';

const { t } = vscode.l10n;

/** What the user asked for, whose failure is told: only the secret storage can fail. */
const told =
  (run: (ports: KeysPorts, endpointId: unknown) => Promise<void>) =>
  (ports: KeysPorts, endpointId: unknown): Promise<void> =>
    run(ports, endpointId).catch((error: unknown) => tellStorageFailed(ports, error));

export const setKey = told(askForKey);
export const removeKey = told(askToRemove);
export const testKey = told(askToTest);

/** An endpoint's id is given by links that know which key is missing. */
async function askForKey(ports: KeysPorts, endpointId: unknown): Promise<void> {
  const endpoint = await endpointFor(ports, {
    endpointId,
    title: t('Farthing: Set API Key'),
    fits: () => true,
    tellNone: () => vscode.window.showWarningMessage(t('No provider is known that takes a key. The log says more.')),
  });
  if (!endpoint) return;
  const origin = originOf(endpoint);
  if (origin === undefined) return void vscode.window.showWarningMessage(refusalInWords('address', endpoint));
  const text = await vscode.window.showInputBox({
    title: t('Farthing: API key for {0}', endpoint.id),
    prompt: t('The key is kept in the editor’s secret storage and is sent to {0} only.', origin),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const read = readKeyText(value);
      return 'refused' in read ? refusalInWords(read.refused, endpoint) : undefined;
    },
  });
  if (text === undefined) return;
  const saved = await ports.keys.set(endpoint, text);
  if (saved.outcome === 'refused') return void vscode.window.showWarningMessage(refusalInWords(saved.rule, endpoint));
  await tellTest(ports, endpoint, t('The key for {0} is saved.', endpoint.id));
}

async function askToRemove(ports: KeysPorts): Promise<void> {
  // Also one that was saved for an address of before.
  const endpoint = await endpointFor(ports, {
    endpointId: undefined,
    title: t('Farthing: Remove API Key'),
    fits: (candidate) => ports.keys.savedFor(candidate) !== undefined,
    tellNone: offerToSet,
  });
  if (!endpoint) return;
  const remove = t('Remove');
  const answer = await vscode.window.showWarningMessage(
    t('Remove the key for {0}?', endpoint.id),
    { modal: true, detail: t('Nothing is asked of {0} then. The key itself stays valid until you revoke it there.', endpoint.id) },
    remove,
  );
  if (answer !== remove) return;
  await ports.keys.remove(endpoint);
}

async function askToTest(ports: KeysPorts, endpointId: unknown): Promise<void> {
  const endpoint = await endpointFor(ports, {
    endpointId,
    title: t('Farthing: Test API Key'),
    fits: (candidate) => ports.keys.has(candidate),
    tellNone: offerToSet,
  });
  if (endpoint) await tellTest(ports, endpoint);
}

interface Wanted {
  readonly endpointId: unknown;
  readonly title: string;
  readonly fits: (endpoint: Endpoint) => boolean;
  readonly tellNone: () => unknown;
}

/** The one that is named, else the one that the user picks of those that fit. */
async function endpointFor({ keys, models }: KeysPorts, { endpointId, title, fits, tellNone }: Wanted): Promise<Endpoint | undefined> {
  await models.load();
  const endpoints = models.endpoints().filter((endpoint) => endpoint.needsKey && fits(endpoint));
  const named = endpoints.find(({ id }) => id === endpointId);
  if (named || endpoints.length > 0)
    return named ?? pickEndpoint(title, endpoints, { keys, completing: completingEndpoints(models.models()) });
  void tellNone();
  return undefined;
}

async function offerToSet(): Promise<void> {
  const set = t('Set API Key…');
  if ((await vscode.window.showInformationMessage(t('No key is saved.'), set)) === set)
    await vscode.commands.executeCommand(commands.setKey);
}

/** Tests the key, and tells the result in one message, with the one step that comes next. */
async function tellTest(ports: KeysPorts, endpoint: Endpoint, before?: string): Promise<void> {
  const key = await ports.keys.keyOf(endpoint);
  if (key === undefined) return;
  const error = await checkKey(ports, endpoint, key);
  const isOfUse = !error || mayBeGood(error.reason);
  const lacksBudget = isOfUse && !ports.hasBudget();
  const completing = completingEndpoints(ports.models.models());
  const words = [
    before,
    error ? failureInWords(error.reason, endpoint) : t('{0} takes the key.', endpoint.id),
    isOfUse && !completing.has(endpoint.id) ? cannotCompleteInWords(endpoint, completing) : undefined,
    lacksBudget ? t('No paid model is asked before you set a budget.') : undefined,
  ].filter((sentence) => sentence !== undefined);
  const steps: readonly { readonly title: string; readonly run: () => unknown }[] = [
    ...(lacksBudget ? [{ title: t('Set Budget'), run: () => vscode.commands.executeCommand(commands.setBudget) }] : []),
    ...(error && !mayBeGood(error.reason)
      ? [{ title: t('Set API Key…'), run: () => vscode.commands.executeCommand(commands.setKey, endpoint.id) }]
      : []),
  ];
  const show = error ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const step = await show(words.join(' '), ...steps);
  void step?.run();
}

function tellStorageFailed({ log }: KeysPorts, error: unknown): void {
  log.error(`a key: ${error}`);
  void vscode.window.showErrorMessage(t('The editor’s secret storage failed. The log says more.'));
}
