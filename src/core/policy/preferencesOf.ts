import type { Candidate } from '../catalogue/index.ts';
import { requestConditions, type Scope } from './compiledPolicy.ts';
import { isPattern, minimumPrecisionOf, providersBehind } from './conditions.ts';
import { hasClosedWeights } from './makers.ts';
import { oncePerCandidate } from './oncePerCandidate.ts';
import type { Policy } from './policy.ts';
import { bitsOf, precisionsFrom } from './precisions.ts';
import { gatewayNames, type ProviderPreferences } from './preferences.ts';
import { priceCapsOf } from './priceCaps.ts';
import type { PolicyRequest } from './request.ts';

/**
 * What a gateway has to keep to; undefined where it is asked for nothing. With the candidate, it may not be dearer than the candidate's row,
 * whatever the policy; names that mean the gateway itself are left out, and so are precisions of models whose weights are closed: gateways list
 * those as unknown, and would find no provider.
 */
export function preferencesOf(policy: Policy, request: PolicyRequest, candidate?: Candidate): ProviderPreferences | undefined {
  const { scope } = requestConditions(policy, request);
  if (!candidate) return preferencesIn(scope, undefined);
  const known = knownPreferences.get(scope) ?? oncePerCandidate((each) => preferencesIn(scope, each));
  knownPreferences.set(scope, known);
  return known(candidate);
}

/** Each request asks it twice of the one that is to answer: before the call is made, and as it leaves. */
const knownPreferences = new WeakMap<Scope, (candidate: Candidate) => ProviderPreferences | undefined>();

function preferencesIn({ conditions, kind }: Scope, candidate: Candidate | undefined): ProviderPreferences | undefined {
  const zeroRetention = conditions.some((each) => each.policy.retention !== undefined);
  const noTraining = conditions.some((each) => each.policy.noTraining);
  const minima = candidate && hasClosedWeights(candidate) ? [] : conditions.flatMap((each) => minimumPrecisionOf(each, kind) ?? []);
  const [finest] = minima.toSorted((a, b) => (bitsOf(b) ?? 0) - (bitsOf(a) ?? 0));
  const only = providersBehind(conditions, candidate);
  const denied = conditions.flatMap(({ names }) => names.deniedProviders).filter((pattern) => !isPattern(pattern));
  const ignore = [...new Set(denied.flatMap(({ glob }) => gatewayNames(glob)))];
  const preferences: ProviderPreferences = {
    ...(zeroRetention && { zeroRetention }),
    ...(noTraining && { noTraining }),
    ...(finest && { precisions: precisionsFrom(finest) }),
    ...(only && { only }),
    ...(ignore.length > 0 && { ignore }),
    ...(candidate && priceCapsOf(candidate)),
  };
  return Object.keys(preferences).length > 0 ? preferences : undefined;
}
