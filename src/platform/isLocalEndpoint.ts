import type { Candidate, Endpoint } from '../core/catalogue/index.ts';

export interface LocalEndpointPorts {
  /** The servers that were found. */
  readonly localServers: { candidates(): readonly Pick<Candidate, 'endpoint'>[] };
  /** All that the catalogue has, the user's own rows among them. */
  readonly models: { endpoints(): readonly Pick<Endpoint, 'id' | 'billing'>[] };
}

/** Does it run on this machine: was it found here, or does a row of the user's own say so? */
export function isLocalEndpoint({ localServers, models }: LocalEndpointPorts, endpointId: string): boolean {
  return (
    localServers.candidates().some(({ endpoint }) => endpoint.id === endpointId) ||
    models.endpoints().some(({ id, billing }) => id === endpointId && billing === 'local')
  );
}
