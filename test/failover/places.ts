import type { Candidate, Endpoint, Tier } from '../../src/core/catalogue/index.ts';
import type { DataPolicy } from '../../src/core/policy/index.ts';
import { paidPrice } from '../support/tasks.ts';

/** Somewhere that a request could be sent to, with what is documented of it. */
export interface Place {
  readonly id: string;
  readonly tier: Tier;
  readonly region?: 'eu' | 'us';
  readonly retention?: 'zero' | 'kept';
  readonly training?: 'never' | 'possible';
}

export const places: readonly Place[] = [
  { id: 'small-eu', tier: 'small', region: 'eu', retention: 'zero', training: 'never' },
  { id: 'small-us', tier: 'small', region: 'us', training: 'never' },
  { id: 'medium-eu', tier: 'medium', region: 'eu', retention: 'zero', training: 'never' },
  { id: 'medium-eu-2', tier: 'medium', region: 'eu', retention: 'kept', training: 'possible' },
  { id: 'medium-us', tier: 'medium', region: 'us', retention: 'zero' },
  { id: 'medium-unknown', tier: 'medium' },
  { id: 'frontier-eu', tier: 'frontier', region: 'eu', training: 'never' },
  { id: 'frontier-us', tier: 'frontier', region: 'us', retention: 'zero', training: 'never' },
  { id: 'here', tier: 'local' },
];

/** A policy in the user's words, and which places it forbids for a prompt drawn from these paths: worked out by hand, not by the code that is tested. */
export interface NamedPolicy {
  readonly name: string;
  readonly data: DataPolicy;
  forbids(place: Place, paths: readonly string[]): boolean;
}

export const policies: readonly NamedPolicy[] = [
  { name: 'anything', data: {}, forbids: () => false },
  { name: 'europe', data: { regions: ['eu'] }, forbids: ({ tier, region }) => tier !== 'local' && region !== 'eu' },
  { name: 'zdr', data: { retention: 'zdr' }, forbids: ({ tier, retention }) => tier !== 'local' && retention !== 'zero' },
  { name: 'no-training', data: { noTraining: true }, forbids: ({ tier, training }) => tier !== 'local' && training !== 'never' },
  { name: 'not-there', data: { deniedProviders: ['medium-*'] }, forbids: ({ id }) => id.startsWith('medium-') },
  {
    name: 'secrets-stay',
    data: { paths: { 'secrets/**': 'local' } },
    forbids: ({ tier }, paths) => tier !== 'local' && paths.some((path) => path.startsWith('secrets/')),
  },
];

export function candidateAt({ id, tier, region, retention, training }: Place, index: number): Candidate {
  const isLocal = tier === 'local';
  const fact = <Value>(value: Value) => ({ value, url: 'https://facts.example', readOn: '2026-11-22' });
  const endpoint: Endpoint = {
    id,
    provider: id,
    adapter: 'faulty',
    baseUrl: isLocal ? 'http://127.0.0.1:8080' : `https://${id}.example`,
    billing: isLocal ? 'local' : 'metered',
    ...(region && { region: fact(region) }),
    ...(retention && { retention: fact(retention) }),
    ...(training && { training: fact(training) }),
  };
  // Each a little dearer than the one before.
  const price = { ...paidPrice, output: paidPrice.output + index * 1_000_000_000 };
  return { model: { id: `model-of-${id}`, tier, canChat: true, canUseTools: true, ...(!isLocal && { price }) }, endpoint };
}
