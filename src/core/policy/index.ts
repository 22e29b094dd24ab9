export {
  allow,
  allowAddress,
  isLoopback,
  type MeteredRule,
  type Policy,
  type PolicyVerdict,
  preferencesOf,
  priceLimitOf,
} from './policy.ts';
export type { ProviderPreferences } from './preferences.ts';
export { type Redact, type RedactedSegment, type Redaction, redactNothing } from './redaction.ts';
export type { PolicyRequest } from './request.ts';
