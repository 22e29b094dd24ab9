import type { Candidate, Endpoint } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { ProviderPreferences } from './preferences.ts';
import type { PolicyRequest } from './request.ts';

/** What the user allows. */
export interface Policy {
  /** May paid models be asked? */
  readonly metered: 'allowed' | MeteredRule;
}

/**
 * Why no paid model is asked. `no-budget`: the user has set none, and nothing paid happens without consent. `paused`: by the user.
 * `untrusted`: what a repository may steer leaves only once the user trusts it.
 */
export type MeteredRule = 'no-budget' | 'paused' | 'untrusted';

const meteredReasons: Readonly<Record<MeteredRule, string>> = {
  'no-budget': 'paid models are off until a budget is set',
  paused: 'paid models are paused',
  untrusted: 'paid models are off until this workspace is trusted',
};

export type PolicyVerdict = { readonly allowed: true } | { readonly allowed: false; readonly rule: string; readonly reason: string };

/**
 * May bytes go to this candidate at all? Asked before selection, and again at the last door just before the bytes leave, so that
 * failover and retries pass the same rules.
 */
export function allow(candidate: Candidate, policy: Policy, _request: PolicyRequest): PolicyVerdict {
  const { endpoint } = candidate;
  if (endpoint.billing !== 'local' && policy.metered !== 'allowed') {
    return { allowed: false, rule: policy.metered, reason: meteredReasons[policy.metered] };
  }
  const verdict = allowAddress(endpoint);
  if (verdict.allowed && endpoint.billing === 'local' && !isLoopback(new URL(endpoint.baseUrl).hostname)) {
    // What counts as local costs nothing and is sent as it is: true only of what stays here.
    return {
      allowed: false,
      rule: 'local-not-on-this-machine',
      reason: `${endpoint.id} counts as local, but ${endpoint.baseUrl} is not on this machine`,
    };
  }
  return verdict;
}

/** A request may cost so much at the most, in nano-dollars; undefined: no limit but the budgets. Held against its worst case. */
export function priceLimitOf(_policy: Policy, _request: PolicyRequest): NanoUsd | undefined {
  return undefined;
}

/** What a gateway has to keep to; undefined where it is asked for nothing. */
export function preferencesOf(_policy: Policy, _request: PolicyRequest): ProviderPreferences | undefined {
  return undefined;
}

/** Plain http is for this machine only: on any other way prompts and keys could be read. */
export function allowAddress(endpoint: Pick<Endpoint, 'baseUrl'>): PolicyVerdict {
  const address = URL.parse(endpoint.baseUrl);
  if (!address || (address.protocol !== 'http:' && address.protocol !== 'https:')) {
    return { allowed: false, rule: 'address-invalid', reason: `${endpoint.baseUrl} is not an http or https address` };
  }
  if (address.protocol === 'http:' && !isLoopback(address.hostname)) {
    return {
      allowed: false,
      rule: 'plain-http',
      reason: `plain http is refused for ${address.hostname}: use https, or a server on this machine`,
    };
  }
  return { allowed: true };
}

/** Is a host name this machine? It comes from a parsed address, never from the start of one (`http://localhost.evil.example`). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
