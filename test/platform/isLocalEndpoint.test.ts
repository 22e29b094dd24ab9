import { describe, expect, it } from 'vitest';
import { HealthBook } from '../../src/core/failover/index.ts';
import { ProviderError } from '../../src/core/task/index.ts';
import { isLocalEndpoint } from '../../src/platform/isLocalEndpoint.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const found = localCandidate('found');
const own = localCandidate('own');
const cloud = paidCandidate('cloud');

const isLocal = (endpointId: string): boolean =>
  isLocalEndpoint({ localServers: { candidates: () => [found] }, models: { endpoints: () => [own.endpoint, cloud.endpoint] } }, endpointId);

describe('An endpoint on this machine', () => {
  it('is one that was found, or that a row of the user’s own calls so', () => {
    expect([found, own, cloud].map(({ endpoint }) => isLocal(endpoint.id))).toEqual([true, true, false]);
  });

  it('that wants a key of the user’s own is not blocked until the key changes, as the cloud is', () => {
    const health = new HealthBook({ now: () => 0, random: () => 0, after: () => () => undefined }, { isLocal });
    const ruleAfter = (endpointId: string): string | undefined => {
      health.begin(endpointId).failed(new ProviderError('unauthorized', 'no'));
      const verdict = health.verdictOf(endpointId);
      return verdict.isAvailable ? undefined : verdict.rule;
    };
    expect([ruleAfter(own.endpoint.id), ruleAfter(cloud.endpoint.id)]).toEqual([undefined, 'key-refused']);
  });
});
