export { creditsCheck } from './creditsCheck.ts';
export type { EndpointHealth, EndpointUse, EndpointVerdict, ProbeAsker, UnavailableRule } from './endpointHealth.ts';
export { type EndpointState, HealthBook, type HealthOptions } from './healthBook.ts';
