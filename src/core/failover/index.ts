export { type CreditsCheckPorts, creditsCheck } from './creditsCheck.ts';
export type { EndpointHealth, EndpointUse, EndpointVerdict, UnavailableRule } from './endpointHealth.ts';
export { type EndpointState, HealthBook, type HealthOptions, type HealthPorts } from './healthBook.ts';
export { localPatience, type Patience, usualPatience } from './patience.ts';
