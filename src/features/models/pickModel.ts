import * as vscode from 'vscode';
import { type Candidate, tiers } from '../../core/catalogue/index.ts';
import { type Pin, type Pins, pinText } from '../../core/selection/index.ts';
import { commands } from '../../platform/commands.ts';
import { tierInWords } from '../../platform/entryWords.ts';
import { pinKinds, readRouting } from '../../platform/routing.ts';
import { isUsableFor, type KindGroup, kindGroups, ladderInWords } from './kindGroup.ts';
import type { ModelsPorts } from './modelsPorts.ts';
import { pinInWords, priceInWords } from './words.ts';

const { t } = vscode.l10n;

/** What can be picked for a kind. */
type Choice = { readonly type: 'pin'; readonly pin: Pin | undefined } | { readonly type: 'set-key' };

interface ChoiceItem extends vscode.QuickPickItem {
  /** Missing for a separator. */
  readonly choice?: Choice;
}

/** First for which kind of request, then which model or tier. */
export async function pickModel({ models, localServers, editorModels, log }: ModelsPorts): Promise<void> {
  const { pins } = readRouting();
  const group = await vscode.window.showQuickPick(
    kindGroups().map((group) => ({ ...group, description: presentInWords(group, pins) })),
    { title: t('Farthing: Choose Model or Tier'), placeHolder: t('For which requests?') },
  );
  if (!group) return;
  await models.load();
  const available = [...localServers.candidates(), ...models.candidates(), ...(editorModels?.value ?? [])];
  const usable = available.filter((candidate) => isUsableFor(candidate, group));
  const picked = await vscode.window.showQuickPick(choiceItems(group, pins, usable), {
    title: t('Farthing: {0}', group.label),
    placeHolder: t('Budgets hold all the same, and local models stay the last resort.'),
    matchOnDescription: true,
  });
  if (!picked?.choice) return;
  if (picked.choice.type === 'set-key') return void vscode.commands.executeCommand(commands.setKey);
  const { pin } = picked.choice;
  await pinKinds(group.kinds, pin);
  log.info(`${group.kinds.join(', ')}: ${pin ? `pinned to ${pinText(pin)}` : 'chosen automatically'}`);
}

function choiceItems(group: KindGroup, pins: Pins, usable: readonly Candidate[]): readonly ChoiceItem[] {
  const present = new Set(group.kinds.map((kind) => keyOf(pins[kind])));
  const item = (pin: Pin | undefined, words: Omit<ChoiceItem, 'choice'>): ChoiceItem => ({
    ...words,
    label: present.has(keyOf(pin)) ? `$(check) ${words.label}` : words.label,
    choice: { type: 'pin', pin },
  });
  // Pinned, and not there at this moment: it must be seen to be taken out.
  const pinned = new Map(group.kinds.flatMap((kind) => pins[kind] ?? []).map((pin) => [keyOf(pin), pin]));
  const shown = new Set(usable.map((candidate) => keyOf(pinOf(candidate))));
  const away = [...pinned].flatMap(([key, pin]) => ('model' in pin && !shown.has(key) ? [pin] : []));
  return [
    item(undefined, { label: t('Automatic'), description: ladderInWords(group) }),
    separator(t('Tiers')),
    ...tiers.map((tier) => item({ tier }, { label: tierInWords(tier), description: t('the cheapest of this tier') })),
    separator(t('Models')),
    ...usable.map((candidate) =>
      item(pinOf(candidate), {
        label: candidate.model.id,
        description: t('{0} · {1}', candidate.endpoint.id, tierInWords(candidate.model.tier)),
        detail: priceInWords(candidate),
      }),
    ),
    ...away.map((pin) => item(pin, { label: pinInWords(pin), description: t('not available now') })),
    { label: t('Set API Key…'), description: t('for more models'), choice: { type: 'set-key' } },
  ];
}

function presentInWords({ kinds }: KindGroup, pins: Pins): string {
  return [...new Set(kinds.map((kind) => pinInWords(pins[kind])))].join(', ');
}

function pinOf({ model, endpoint }: Candidate): Pin {
  return { model: model.id, endpoint: endpoint.id };
}

/** Equal for equal pins. */
function keyOf(pin: Pin | undefined): string {
  return pin ? pinText(pin) : '';
}

function separator(label: string): ChoiceItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
