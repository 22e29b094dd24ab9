export type { EndpointHealth, EndpointUse, EndpointVerdict, UnavailableRule } from './endpointHealth.ts';
