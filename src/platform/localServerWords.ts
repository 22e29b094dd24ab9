import * as vscode from 'vscode';
import { candidateName, type Model } from '../core/catalogue/index.ts';
import { candidatesOf, healthOf, isTrainedToFill, type LocalServer } from '../providers/localServers/localServer.ts';
import type { AddressRule, LocalServerState } from '../providers/localServers/localServerWatch.ts';
import type { ModelHealth } from '../providers/localServers/modelHealth.ts';

const { t } = vscode.l10n;

/** For the menu: `qwen2.5-coder:7b on ollama, 40 % on the GPU, 12 tokens/s`. */
export function localServerInShort(state: LocalServerState): string {
  switch (state.status) {
    case 'looking':
      return t('looking');
    case 'found':
      return state.servers.map(serverInShort).join(' · ');
    case 'away':
      return t('away');
    case 'none':
      return t('none is running');
    case 'refused':
      return t('its address is refused');
  }
}

function serverInShort(server: LocalServer): string {
  const model = completingModel(server);
  if (!model) return server.kind;
  return [t('{0} on {1}', model.id, server.kind), ...healthInWords(healthOf(server, model.id))].join(', ');
}

/** A sentence or two about the first model that completes code, or about what is missing. */
export function serverInWords(state: LocalServerState): string {
  if (state.status === 'refused')
    return t('The address in farthing.localServer.url is refused: {0}.', addressRuleInWords(state.rule, state.url));
  if (state.status === 'away') return t('The local server at {0} is away. Start it again: it is found by itself.', state.last.baseUrl);
  if (state.status === 'looking') return t('Looking for a local model server.');
  if (state.status === 'none') return t('No local model server is running.');
  const completing = state.servers.flatMap((server) => {
    const model = completingModel(server);
    return model ? [{ server, model }] : [];
  });
  const best = completing.find(({ model }) => isTrainedToFill(model)) ?? completing[0];
  if (best) return readyInWords(best.server, best.model);
  const [first] = state.servers.flatMap(({ kind, models }) => models.map((model) => ({ kind, model })));
  if (!first) return t('A local server answers, but it has no model loaded. Load one there.');
  return t('Local model {0} on {1} cannot fill in the middle: load a code model such as Qwen2.5-Coder.', first.model.id, first.kind);
}

/** What the server tells of a model's state, `40 % on the GPU, 12 tokens/s`; empty where it tells nothing. `candidate` as `candidateName` has it. */
export function stateInWords(state: LocalServerState, candidate: string): string {
  if (state.status !== 'found') return '';
  const found = state.servers.flatMap((server) => candidatesOf(server).map((each) => ({ server, each })));
  const match = found.find(({ each }) => candidateName(each) === candidate);
  return match ? healthInWords(healthOf(match.server, match.each.model.id)).join(', ') : '';
}

/** The one that would be asked: trained to fill holes before others, loaded before cold. */
function completingModel(server: LocalServer): Model | undefined {
  const unloaded = new Set(server.unloaded);
  const able = server.models.filter((model) => model.fillInTheMiddle && (isTrainedToFill(model) || !unloaded.has(model.id)));
  const rank = (model: Model): number => (isTrainedToFill(model) ? 0 : 2) + (unloaded.has(model.id) ? 1 : 0);
  return able.toSorted((a, b) => rank(a) - rank(b))[0];
}

function readyInWords(server: LocalServer, model: Model): string {
  const facts = healthInWords(healthOf(server, model.id));
  const ready =
    facts.length === 0
      ? t('Local model {0} on {1} is ready.', model.id, server.kind)
      : t('Local model {0} on {1} is ready: {2}.', model.id, server.kind, facts.join(', '));
  if (isTrainedToFill(model)) return ready;
  return [
    ready,
    t('It was not trained to fill holes and is asked in a conversation: a code model such as Qwen2.5-Coder does it better.'),
  ].join(' ');
}

function healthInWords(health: ModelHealth | undefined): readonly string[] {
  if (!health) return [];
  const { isLoaded, gpuShare, tokensPerSecond } = health;
  return [
    ...(isLoaded ? [] : [t('not in memory yet, so its first answer takes longer')]),
    ...(gpuShare === undefined ? [] : [gpuShareInWords(gpuShare)]),
    ...(tokensPerSecond === undefined ? [] : [t('{0} tokens/s', Number(tokensPerSecond.toPrecision(2)))]),
  ];
}

/** Never 0 % nor 100 % of what is split. */
function gpuShareInWords(share: number): string {
  if (share === 1) return t('all of it on the GPU');
  if (share === 0) return t('none of it on the GPU');
  return t('{0} % on the GPU', Math.min(99, Math.max(1, Math.round(share * 100))));
}

function addressRuleInWords(rule: AddressRule, url: string): string {
  switch (rule) {
    case 'address-invalid':
      return t('{0} is not an http or https address', url);
    case 'plain-http':
      return t('{0} would send your code in the clear; in this version the server must be on this machine', url);
    case 'not-this-machine':
      return t('{0} is not on this machine, and in this version the server must be', url);
    case 'has-path':
      return t('{0} has a path; give scheme, host and port only', url);
  }
}
