import type { Candidate } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { TaskKind } from '../task/index.ts';
import { type Conditions, conditionsOf, passesOn, providersBehind, refusalBy } from './conditions.ts';
import type { DataPolicy } from './dataPolicy.ts';
import { type Fits, nameGlob } from './globs.ts';
import { oncePerCandidate } from './oncePerCandidate.ts';
import { builtInPathRules, matchPath, type PathMatch, type PathRule, pathRulesOf } from './pathRules.ts';
import type { Policy } from './policy.ts';
import type { PolicyRequest } from './request.ts';
import { type Refused, refused } from './verdict.ts';

/** What holds for one request. */
export interface RequestConditions {
  readonly scope: Scope;
  /** The strictest rule that one of the request's paths fits. */
  readonly path: PathMatch | undefined;
}

/** What one policy lays down for a kind of task in a workspace. The same object for each such request. */
export interface Scope {
  readonly policy: Policy;
  readonly kind: TaskKind;
  /** Each of them must be met. */
  readonly conditions: readonly Conditions[];
  readonly priceLimitNanoUsd: NanoUsd | undefined;
  /** What refuses a candidate, whatever files the request is drawn from. */
  readonly refusalOf: (candidate: Candidate) => Refused | undefined;
  readonly matchPath: (path: string) => PathMatch | undefined;
}

const compiled = new WeakMap<Policy, CompiledPolicy>();

export function requestConditions(policy: Policy, request: PolicyRequest): RequestConditions {
  const known = compiled.get(policy);
  if (known) return known.for(request);
  const made = new CompiledPolicy(policy);
  compiled.set(policy, made);
  return made.for(request);
}

/** A part of the policy, and the workspace folders that it is for; undefined: all. */
interface Part {
  readonly isFor: Fits | undefined;
  readonly conditions: Conditions;
  readonly pathRules: readonly PathRule[];
}

/** So many paths are remembered with the rule that they fit, and then forgotten all at once: more than a prompt is drawn from. */
const mostPaths = 4096;
/** Workspaces, for each kind of task. */
const mostScopes = 32;

/**
 * A policy with its patterns read once, and what it said of a candidate and of a path remembered: each request asks it of some 300 candidates,
 * and of as many paths as its prompt is drawn from.
 */
class CompiledPolicy {
  readonly #policy: Policy;
  readonly #parts: readonly Part[];
  readonly #folderNames: readonly string[];
  /** By kind, then by workspace. */
  readonly #scopes = new Map<TaskKind, Map<string | undefined, Scope>>();
  readonly #requests = new WeakMap<PolicyRequest, RequestConditions>();

  constructor(policy: Policy) {
    const { data = [], folders = [] } = policy;
    this.#policy = policy;
    this.#folderNames = folders.map(({ name }) => name);
    this.#parts = [
      ...data.flatMap((each) => partsOf(each)),
      ...folders.flatMap(({ name, data: own }) => (own ? partsOf(own, (workspace) => workspace === name) : [])),
    ];
  }

  for(request: PolicyRequest): RequestConditions {
    const known = this.#requests.get(request);
    if (known) return known;
    const scope = this.#scopeOf(request);
    const found = { scope, path: strictestOf(request.paths, scope) };
    this.#requests.set(request, found);
    return found;
  }

  #scopeOf({ kind, workspace }: PolicyRequest): Scope {
    const ofKind = this.#scopes.get(kind) ?? new Map<string | undefined, Scope>();
    const known = ofKind.get(workspace);
    if (known) return known;
    // Nobody says which folder's text is in it: it may be that of any folder of this window.
    const workspaces = workspace === undefined ? this.#folderNames : [workspace];
    const parts = this.#parts.filter(({ isFor }) => !isFor || workspaces.some(isFor));
    const scope = scopeOf(this.#policy, parts, kind);
    if (ofKind.size >= mostScopes) ofKind.clear();
    this.#scopes.set(kind, ofKind.set(workspace, scope));
    return scope;
  }
}

/** A policy, and those in it that are for some workspaces only. */
function partsOf(policy: DataPolicy, isFor?: Fits): readonly Part[] {
  const nested = Object.entries(policy.workspaces ?? {}).flatMap(([glob, inner]) => {
    const fits = nameGlob(glob);
    return partsOf(inner, (workspace) => fits(workspace) && (isFor?.(workspace) ?? true));
  });
  return [{ isFor, conditions: conditionsOf(policy), pathRules: pathRulesOf(policy) }, ...nested];
}

function scopeOf(policy: Policy, parts: readonly Part[], kind: TaskKind): Scope {
  const conditions = parts.map((part) => part.conditions);
  const limits = conditions.flatMap(({ policy: { maxPricePerRequestNanoUsd: limit } }) => limit ?? []);
  const rules = [...parts.flatMap(({ pathRules }) => pathRules), ...builtInPathRules];
  const paths = new Map<string, PathMatch | 'none'>();
  return {
    policy,
    kind,
    conditions,
    priceLimitNanoUsd: limits.length === 0 ? undefined : Math.min(...limits),
    refusalOf: oncePerCandidate((candidate) => refusalByAny(conditions, candidate, kind)),
    matchPath: (path) => {
      const known = paths.get(path);
      if (known !== undefined) return known === 'none' ? undefined : known;
      const match = matchPath(path, rules);
      if (paths.size >= mostPaths) paths.clear();
      paths.set(path, match ?? 'none');
      return match;
    },
  };
}

/** The first rule of those that are equally strict. */
function strictestOf(paths: readonly string[], { matchPath: matchOf }: Scope): PathMatch | undefined {
  let strictest: PathMatch | undefined;
  for (const path of paths) {
    const match = matchOf(path);
    if (match?.use === 'nothing') return match;
    strictest ??= match;
  }
  return strictest;
}

function refusalByAny(conditions: readonly Conditions[], candidate: Candidate, kind: TaskKind): Refused | undefined {
  for (const each of conditions) {
    const refusal = refusalBy(each, candidate, kind);
    if (refusal) return refusal;
  }
  const isForNobody = passesOn(candidate) && providersBehind(conditions, candidate)?.length === 0;
  return isForNobody
    ? refused('provider-not-allowed', `policy.allowedProviders of user and workspace together allow nobody behind ${candidate.endpoint.id}`)
    : undefined;
}
