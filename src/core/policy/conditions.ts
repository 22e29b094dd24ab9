import type { Candidate } from '../catalogue/index.ts';
import type { TaskKind } from '../task/index.ts';
import type { DataPolicy } from './dataPolicy.ts';
import { type Fits, nameGlob } from './globs.ts';
import { hasClosedWeights, isServedByItsMaker } from './makers.ts';
import { liesWithin, mayTouch } from './places.ts';
import { bitsOf, type Precision } from './precisions.ts';
import { gatewayNames } from './preferences.ts';
import { type Refused, refused } from './verdict.ts';

/** A data policy made ready to be asked of hundreds of candidates. */
export interface Conditions {
  readonly policy: DataPolicy;
  readonly names: {
    readonly allowedProviders: readonly NamePattern[] | undefined;
    readonly deniedProviders: readonly NamePattern[];
    readonly allowedModels: readonly NamePattern[] | undefined;
    readonly deniedModels: readonly NamePattern[];
  };
  readonly minimumPrecisions: readonly { readonly kinds: Fits; readonly minimum: Precision }[];
}

export interface NamePattern {
  readonly glob: string;
  readonly fits: Fits;
  /** The glob as gateways write it, where it is a name. */
  readonly names: ReadonlySet<string>;
}

export function conditionsOf(policy: DataPolicy): Conditions {
  const patterns = (globs: readonly string[]): readonly NamePattern[] => globs.map(patternOf);
  return {
    policy,
    names: {
      allowedProviders: policy.allowedProviders && patterns(policy.allowedProviders),
      deniedProviders: patterns(policy.deniedProviders ?? []),
      allowedModels: policy.allowedModels && patterns(policy.allowedModels),
      deniedModels: patterns(policy.deniedModels ?? []),
    },
    minimumPrecisions: Object.entries(policy.minimumPrecision ?? {}).map(([kinds, minimum]) => ({ kinds: nameGlob(kinds), minimum })),
  };
}

function patternOf(glob: string): NamePattern {
  return { glob, fits: nameGlob(glob), names: new Set(gatewayNames(glob)) };
}

/** Why a data policy refuses a candidate for such tasks, whatever files are in them; undefined where it does not. */
export function refusalBy(conditions: Conditions, candidate: Candidate, kind: TaskKind): Refused | undefined {
  const denied = refusalByDeniedName(conditions, candidate);
  // What this machine's models are told does not leave it: nothing else matters.
  if (denied || candidate.endpoint.billing === 'local') return denied;
  return (
    refusalOfUnreadable(conditions) ??
    refusalByAllowedName(conditions, candidate) ??
    refusalByPlace(conditions, candidate) ??
    refusalByUse(conditions, candidate) ??
    refusalByPrecision(conditions, candidate, kind)
  );
}

/** The strictest minimum that is set for such tasks. */
export function minimumPrecisionOf({ minimumPrecisions }: Conditions, kind: TaskKind): Precision | undefined {
  const minima = minimumPrecisions.filter(({ kinds }) => kinds(kind)).map(({ minimum }) => minimum);
  return minima.reduce<Precision | undefined>(
    (finest, one) => (finest && (bitsOf(finest) ?? 0) >= (bitsOf(one) ?? 0) ? finest : one),
    undefined,
  );
}

/** Does a pattern for providers speak of this endpoint? */
function namesEndpoint({ fits }: NamePattern, { endpoint }: Pick<Candidate, 'endpoint'>): boolean {
  return fits(endpoint.id) || fits(endpoint.provider);
}

/**
 * Who is denied by one of its names is meant under each of them: `google` is the endpoint `gemini` too, whose name at gateways is
 * `google-ai-studio`. An allowed name is no such matter: it opens nothing but what it says.
 */
function deniesEndpoint({ fits, names }: NamePattern, { endpoint }: Pick<Candidate, 'endpoint'>): boolean {
  return [endpoint.id, endpoint.provider].flatMap(gatewayNames).some((name) => fits(name) || names.has(name));
}

/**
 * The providers that all the conditions allow behind a gateway, by the names that it knows them by; undefined: they do not say. What names the
 * gateway itself allows whoever is behind it, unless others are named as well.
 */
export function providersBehind(conditions: readonly Conditions[], gateway?: Candidate): readonly string[] | undefined {
  const lists = conditions
    .map(({ names: { allowedProviders = [] } }) =>
      allowedProviders.filter((pattern) => !isPattern(pattern) && !(gateway && namesEndpoint(pattern, gateway))),
    )
    .filter((patterns) => patterns.length > 0)
    .map((patterns) => new Set(patterns.flatMap(({ glob }) => gatewayNames(glob))));
  const [first, ...others] = lists;
  return first && [...first].filter((name) => others.every((list) => list.has(name)));
}

/** A gateway is asked for names, not for patterns. */
export function isPattern({ glob }: NamePattern): boolean {
  return /[*?{]/.test(glob);
}

/** Who else serves what is sent there: others, that the gateway chooses by what it is asked for. */
export function passesOn({ endpoint }: Pick<Candidate, 'endpoint'>): boolean {
  return endpoint.enforces?.includes('providers') ?? false;
}

function refusalByDeniedName({ names }: Conditions, candidate: Candidate): Refused | undefined {
  const { model, endpoint } = candidate;
  const provider = names.deniedProviders.find((pattern) => deniesEndpoint(pattern, candidate));
  if (provider) return refused('provider-denied', `policy.deniedProviders: "${provider.glob}" is ${endpoint.id}`);
  // `deepseek-*` speaks of `deepseek/deepseek-chat` as well.
  const ids = [model.id, model.id.slice(model.id.lastIndexOf('/') + 1)];
  const id = names.deniedModels.find(({ fits }) => ids.some(fits));
  if (id) return refused('model-denied', `policy.deniedModels: "${id.glob}" is ${model.id}`);
  const unknowable = passesOn(candidate) ? names.deniedProviders.find(isPattern) : undefined;
  return (
    unknowable &&
    refused('provider-denied', `policy.deniedProviders: ${endpoint.id} cannot be asked to avoid "${unknowable.glob}", only full names`)
  );
}

function refusalOfUnreadable({ policy: { unreadable = [] } }: Conditions): Refused | undefined {
  if (unreadable.length === 0) return undefined;
  return refused('policy-unreadable', `${unreadable.join(' and ')} cannot be read: only models on this machine until that is corrected`);
}

function refusalByAllowedName({ names }: Conditions, candidate: Candidate): Refused | undefined {
  const { model, endpoint } = candidate;
  if (names.allowedProviders) {
    if (!names.allowedProviders.some((pattern) => namesEndpoint(pattern, candidate))) {
      return refused('provider-not-allowed', `policy.allowedProviders does not name ${endpoint.id}`);
    }
    const others = names.allowedProviders.filter((pattern) => !namesEndpoint(pattern, candidate));
    const unknowable = passesOn(candidate) ? others.find(isPattern) : undefined;
    if (unknowable) {
      return refused(
        'provider-not-allowed',
        `policy.allowedProviders: ${endpoint.id} cannot be asked for "${unknowable.glob}", only for full names`,
      );
    }
  }
  if (names.allowedModels && !names.allowedModels.some(({ fits }) => fits(model.id))) {
    return refused('model-not-allowed', `policy.allowedModels does not name ${model.id}`);
  }
  return undefined;
}

function refusalByPlace({ policy }: Conditions, candidate: Candidate): Refused | undefined {
  const { regions, allowedJurisdictions, deniedJurisdictions = [] } = policy;
  const { id, region, jurisdiction } = candidate.endpoint;
  if (regions && !(region && regions.some((wanted) => liesWithin(region.value, wanted)))) {
    const where = region ? `${id} computes in ${region.value}` : `where ${id} computes is not documented`;
    return refused('region-not-allowed', `policy.regions allows ${listed(regions)}: ${where}`);
  }
  // A gateway's own law says nothing of those that it passes requests on to.
  const law = passesOn(candidate) ? undefined : jurisdiction;
  const whose = law ? `${id} is under the law of ${law.value}` : `whose law holds behind ${id} is not known`;
  if (allowedJurisdictions && !(law && allowedJurisdictions.some((wanted) => liesWithin(law.value, wanted)))) {
    return refused('jurisdiction-not-allowed', `policy.allowedJurisdictions allows ${listed(allowedJurisdictions)}: ${whose}`);
  }
  if (deniedJurisdictions.length > 0 && !(law && !deniedJurisdictions.some((unwanted) => mayTouch(law.value, unwanted)))) {
    return refused('jurisdiction-denied', `policy.deniedJurisdictions denies ${listed(deniedJurisdictions)}: ${whose}`);
  }
  return undefined;
}

function refusalByUse({ policy }: Conditions, { endpoint }: Candidate): Refused | undefined {
  const { id, retention, training, enforces = [] } = endpoint;
  if (policy.retention && !enforces.includes('zeroRetention') && !keepsTo(policy.retention, retention?.value)) {
    const kept = retention ? retentionWords[retention.value] : 'for how long is not documented';
    return refused('retention', `policy.retention is "${policy.retention}": ${id} keeps prompts, ${kept}`);
  }
  if (policy.noTraining && !enforces.includes('noTraining') && training?.value !== 'never') {
    const words = training ? `${id} may train on prompts` : `whether ${id} trains on prompts is not documented`;
    return refused('training', `policy.noTraining: ${words}`);
  }
  return undefined;
}

const retentionWords = { zero: 'for no time', limited: 'for a limited time', kept: 'for as long as it likes' } as const;

function keepsTo(wanted: 'zdr' | 'limited', documented: keyof typeof retentionWords | undefined): boolean {
  return documented === 'zero' || (wanted === 'limited' && documented === 'limited');
}

/**
 * Weights that nobody states the precision of may have been made coarser by whoever serves them, and are refused; not so closed weights, nor
 * what its own maker serves.
 */
function refusalByPrecision(conditions: Conditions, candidate: Candidate, kind: TaskKind): Refused | undefined {
  const minimum = minimumPrecisionOf(conditions, kind);
  const { model, endpoint } = candidate;
  if (minimum === undefined || endpoint.enforces?.includes('precisions') || hasClosedWeights(candidate)) return undefined;
  if (model.precision === undefined && isServedByItsMaker(candidate)) return undefined;
  const bits = model.precision === undefined ? undefined : bitsOf(model.precision);
  if (bits !== undefined && bits >= (bitsOf(minimum) ?? 0)) return undefined;
  const words = model.precision === undefined ? 'its precision is not documented' : `it runs at ${model.precision}`;
  return refused('precision', `policy.minimumPrecision is ${minimum} for ${kind}: ${model.id} at ${endpoint.id}, ${words}`);
}

function listed(values: readonly string[]): string {
  return values.join(', ');
}
