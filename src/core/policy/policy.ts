import type { Candidate, Endpoint } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { allowEndpointAddress } from './address.ts';
import { requestConditions, type Scope } from './compiledPolicy.ts';
import type { DataPolicy, FolderPolicy } from './dataPolicy.ts';
import { ofEach } from './ofEach.ts';
import type { PathMatch } from './pathRules.ts';
import type { PolicyRequest } from './request.ts';
import { type PolicyVerdict, type Refused, refused } from './verdict.ts';

/** What the user allows. */
export interface Policy {
  /** May paid models be asked? */
  readonly metered: 'allowed' | MeteredRule;
  /** May those of a flat plan, which costs no dollars and so waits for no budget? Missing: as the paid ones. */
  readonly flatPlan?: Policy['metered'];
  /** What was laid down by the user and by the workspace: each holds, so that none opens what another one forbids. */
  readonly data?: readonly DataPolicy[];
  /** The workspace folders of this window: a request that names none may hold text of any of them. */
  readonly folders?: readonly FolderPolicy[];
}

/**
 * Why no paid model is asked. `no-budget`: the user has set none, and nothing paid happens without consent. `paused`: by the user.
 * `untrusted`: what a repository may steer leaves only once the user trusts it. `rules-unknown`: the routing rules may forbid it, and were not
 * read yet.
 */
export type MeteredRule = 'no-budget' | 'paused' | 'untrusted' | 'rules-unknown';

const meteredRefusals: Readonly<Record<MeteredRule, Refused>> = {
  'no-budget': refused('no-budget', 'paid models are off until a budget is set'),
  paused: refused('paused', 'paid models are paused'),
  untrusted: refused('untrusted', 'paid models are off until this workspace is trusted'),
  'rules-unknown': refused('rules-unknown', 'paid models are off until all routing rules are read'),
};

const allowed: PolicyVerdict = { allowed: true };

/**
 * May bytes go to this candidate at all? Asked before selection, and again at the last door just before the bytes leave, so that
 * failover and retries pass the same rules.
 */
export function allow(candidate: Candidate, policy: Policy, request: PolicyRequest): PolicyVerdict {
  const refusal = refusalOfAccess(candidate, policy);
  if (refusal) return refusal;
  const { scope, path } = requestConditions(policy, request);
  return (path && refusalByPath(candidate, path)) ?? scope.refusalOf(candidate) ?? allowed;
}

/**
 * The same of each of them, in their order. The very same verdicts as long as the candidates and the policy are the very same ones, because
 * nothing else of a request matters but its kind and its workspace, and its files where a rule is for one of them.
 */
export function allowEach(candidates: readonly Candidate[], policy: Policy, request: PolicyRequest): readonly PolicyVerdict[] {
  const { scope, path } = requestConditions(policy, request);
  if (path) return candidates.map((candidate) => allow(candidate, policy, request));
  const known = verdicts.get(scope);
  if (known) return known(candidates);
  const asked = ofEach((candidate: Candidate) => refusalOfAccess(candidate, policy) ?? scope.refusalOf(candidate) ?? allowed);
  verdicts.set(scope, asked);
  return asked(candidates);
}

const verdicts = new WeakMap<Scope, (candidates: readonly Candidate[]) => readonly PolicyVerdict[]>();

function refusalOfAccess({ endpoint }: Candidate, policy: Policy): Refused | undefined {
  const access = accessOf(endpoint, policy);
  if (access !== 'allowed') return meteredRefusals[access];
  const address = allowEndpointAddress(endpoint);
  return address.allowed ? undefined : address;
}

function accessOf({ billing }: Endpoint, { metered, flatPlan = metered }: Policy): Policy['metered'] {
  switch (billing) {
    case 'local':
      return 'allowed';
    case 'subscription':
      return flatPlan;
    case 'metered':
      return metered;
  }
}

function refusalByPath({ endpoint }: Candidate, { use, path, glob }: PathMatch): Refused | undefined {
  if (use === 'nothing') return refused('path-nothing', `policy.paths: ${path} is for no model ("${glob}")`);
  if (endpoint.billing === 'local') return undefined;
  return refused('path-local-only', `policy.paths: ${path} is for models on this machine only ("${glob}")`);
}

/** A request may cost so much at the most, in nano-dollars; undefined: no limit but the budgets. Held against its worst case. */
export function priceLimitOf(policy: Policy, request: PolicyRequest): NanoUsd | undefined {
  return requestConditions(policy, request).scope.priceLimitNanoUsd;
}

/** All of them at once: what one forbids, none of the others opens. */
export function stricter(...policies: readonly Policy[]): Policy {
  const data = policies.flatMap((policy) => policy.data ?? []);
  const folders = policies.flatMap((policy) => policy.folders ?? []);
  const metered = firstClosed(policies.map((policy) => policy.metered));
  const flatPlan = firstClosed(policies.map((policy) => policy.flatPlan ?? policy.metered));
  return {
    metered,
    ...(flatPlan !== metered && { flatPlan }),
    ...(data.length > 0 && { data }),
    ...(folders.length > 0 && { folders }),
  };
}

function firstClosed(all: readonly Policy['metered'][]): Policy['metered'] {
  return all.find((each) => each !== 'allowed') ?? 'allowed';
}
