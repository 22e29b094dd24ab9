import * as vscode from 'vscode';
import type { Endpoint, EndpointFact } from '../../core/catalogue/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { type Pins, pinText } from '../../core/selection/index.ts';
import { billingInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { RuleSet } from '../../platform/rulesSet.ts';
import type { Formats } from './formats.ts';
import type { PolicyLayer } from './policyLayers.ts';
import { meteredInWords, retentionInWords, statementsOf, trainingInWords, useInWords } from './policyWords.ts';
import type { DocumentedFact, EndpointState, LayerState, PolicyState, RuleSetState } from './protocol.ts';

const { t } = vscode.l10n;

/** Everything that decides who may be asked. */
export interface PolicyFacts {
  readonly metered: Policy['metered'];
  readonly layers: readonly PolicyLayer[];
  readonly ruleSets: readonly RuleSet[];
  readonly pins: Pins;
  readonly endpoints: readonly { readonly endpoint: Endpoint; readonly key: 'set' | 'missing' | 'not-needed' }[];
}

export function policyState(facts: PolicyFacts, formats: Formats): PolicyState {
  return {
    paid: { text: meteredInWords(facts.metered), isOpen: facts.metered === 'allowed' },
    layers: facts.layers.map(layerState),
    rules: facts.ruleSets.map(ruleSetState),
    pins: Object.entries(facts.pins).map(([kind, pin]) => ({ id: kind, kind: scopeAsHeading(kind), choice: pinText(pin) })),
    endpoints: facts.endpoints
      .map((each) => endpointState(each, formats))
      .toSorted((a, b) => Number(b.canBeAsked) - Number(a.canBeAsked) || a.id.localeCompare(b.id)),
  };
}

function layerState({ place, name, policy, problems }: PolicyLayer): LayerState {
  const names = {
    user: t('Your settings'),
    workspace: t('This workspace’s settings'),
    folder: t('Settings of the folder {0}', name ?? ''),
  };
  return { id: `${place} ${name ?? ''}`, name: names[place], statements: statementsOf(policy), problems };
}

function ruleSetState(set: RuleSet): RuleSetState {
  const rules = (set.compiled?.rules ?? []).map(({ name, when, use }) => ({ name, when, use: useInWords(use) }));
  return {
    id: set.place === 'user' ? 'user' : set.folder,
    name: set.place === 'user' ? t('Your settings') : t('The file .farthing/rules.jsonc of {0}', set.name),
    ...(set.place === 'folder' && { folder: set.folder }),
    notes: [
      ...(set.problems.length > 0 && set.isLastGood ? [t('What is written now has mistakes: the last good rules count.')] : []),
      ...(set.problems.length > 0 && !set.isLastGood ? [t('What is written now has mistakes, and no rule counts.')] : []),
      ...(set.place === 'folder' && set.source === 'workspace' && set.waiting.length > 0
        ? [t('Not approved: the rules restrict, and do no more until you approve them.')]
        : []),
      ...(set.place === 'folder' && set.source === 'workspace-approved' ? [t('Approved by you, as the file stands.')] : []),
    ],
    rules,
  };
}

function endpointState({ endpoint, key }: PolicyFacts['endpoints'][number], formats: Formats): EndpointState {
  const keys = { set: t('set'), missing: t('no key'), 'not-needed': t('none needed') };
  return {
    id: endpoint.id,
    provider: endpoint.provider,
    billing: billingInWords(endpoint.billing),
    key: keys[key],
    canBeAsked: key !== 'missing',
    region: documented(endpoint, endpoint.region, (value) => value, formats),
    retention: documented(endpoint, endpoint.retention, retentionInWords, formats),
    training: documented(endpoint, endpoint.training, trainingInWords, formats),
    jurisdiction: documented(endpoint, endpoint.jurisdiction, (value) => value, formats),
  };
}

/** What is not documented is unknown; what runs here leaves this machine nowhere. */
function documented<Value>(
  { billing }: Endpoint,
  fact: EndpointFact<Value> | undefined,
  inWords: (value: Value) => string,
  formats: Formats,
): DocumentedFact {
  if (billing === 'local' && !fact) return { text: t('this machine') };
  if (!fact) return { text: t('unknown') };
  const source = sourceOf(fact, formats);
  return { text: inWords(fact.value), ...(source && { source }) };
}

/** Addresses of the user's own rows may be anything. */
function sourceOf({ url, readOn }: EndpointFact<unknown>, formats: Formats): DocumentedFact['source'] | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  const date = Number.isNaN(Date.parse(readOn)) ? readOn : formats.date(readOn);
  return { url, name: t('{0}, read {1}', new URL(url).hostname, date) };
}
