import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import type { DataPolicy, Policy } from '../../core/policy/index.ts';
import type { Exclusion, ExclusionLists, RuleUse } from '../../core/rules/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';

const { t } = vscode.l10n;

interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Each condition of a data policy in a line. */
export function statementsOf(policy: DataPolicy): readonly Statement[] {
  const list = (name: string, values: readonly string[] | undefined): readonly Statement[] =>
    values === undefined ? [] : [{ name, text: values.join(', ') }];
  const table = (name: string, values: Readonly<Record<string, unknown>> | undefined): readonly Statement[] =>
    Object.entries(values ?? {}).map(([key, value]) => ({ name, text: `${key} → ${String(value)}` }));
  return [
    ...list(t('Only these providers'), policy.allowedProviders),
    ...list(t('Not these providers'), policy.deniedProviders),
    ...list(t('Only these models'), policy.allowedModels),
    ...list(t('Not these models'), policy.deniedModels),
    ...list(t('Computed only in'), policy.regions),
    ...list(t('Only under the law of'), policy.allowedJurisdictions),
    ...list(t('Not under the law of'), policy.deniedJurisdictions),
    ...(policy.retention === undefined ? [] : [{ name: t('Keeping prompts'), text: policyRetention(policy.retention) }]),
    ...(policy.noTraining ? [{ name: t('Training'), text: t('only who documents that prompts are not used for it') }] : []),
    ...table(t('Coarsest weights'), policy.minimumPrecision),
    ...(policy.maxPricePerRequestNanoUsd === undefined
      ? []
      : [{ name: t('A request costs at most'), text: formatUsd(policy.maxPricePerRequestNanoUsd) }]),
    ...Object.entries(policy.paths ?? {}).map(([glob, use]) => ({
      name: use === 'local' ? t('Only models on this machine see') : t('No model sees'),
      text: glob,
    })),
    ...Object.entries(policy.workspaces ?? {}).flatMap(([glob, inner]) =>
      statementsOf(inner).map(({ name, text }) => ({ name: t('In folders {0}: {1}', glob, name), text })),
    ),
  ];
}

function policyRetention(retention: 'zdr' | 'limited'): string {
  return retention === 'zdr' ? t('only who keeps none') : t('only who documents for how long');
}

export function meteredInWords(metered: Policy['metered']): string {
  const words: Readonly<Record<Policy['metered'], string>> = {
    allowed: t('Paid models may be asked, within your budgets and the rules below.'),
    'no-budget': t('No paid model is asked: there is no budget.'),
    paused: t('No paid model is asked: you paused them.'),
    untrusted: t('No paid model is asked: this workspace is not trusted.'),
    'rules-unknown': t('No paid model is asked until all routing rules are read.'),
  };
  return words[metered];
}

/** What a rule does with the requests that it takes. */
export function useInWords(use: RuleUse): string {
  return [
    ...(use.localOnly ? [t('only models on this machine')] : []),
    ...(use.tier ? [t('tier {0}', tierInWords(use.tier))] : []),
    ...(use.maxTier ? [t('no tier above {0}', tierInWords(use.maxTier))] : []),
    ...(use.model === undefined ? [] : [use.model]),
    ...(use.effort === undefined ? [] : [t('effort {0}', use.effort)]),
    ...(use.serviceTier === undefined ? [] : [t('service tier {0}', use.serviceTier)]),
    ...(use.sort === undefined ? [] : [t('sorted by {0}', use.sort)]),
    ...(use.exclude ? exclusionInWords(use.exclude) : []),
  ].join('; ');
}

function exclusionInWords({ butLocal, ...lists }: Exclusion): readonly string[] {
  return [lists, ...(butLocal ? [butLocal] : [])].flatMap(namesOf).map((name) => t('without {0}', name));
}

function namesOf({ providers = [], models = [], tiers = [] }: ExclusionLists): readonly string[] {
  return [...providers, ...models, ...tiers.map(tierInWords)];
}

export function retentionInWords(retention: NonNullable<Endpoint['retention']>['value']): string {
  const words = { zero: t('keeps nothing'), limited: t('for a limited time'), kept: t('kept') };
  return words[retention];
}

export function trainingInWords(training: NonNullable<Endpoint['training']>['value']): string {
  return training === 'never' ? t('never') : t('possible');
}
