export { allowAddress, isLoopback } from './address.ts';
export type { DataPolicy, FolderPolicy, PathUse } from './dataPolicy.ts';
export { allow, type MeteredRule, type Policy, priceLimitOf, stricter } from './policy.ts';
export type { ProviderPreferences } from './preferences.ts';
export { preferencesOf } from './preferencesOf.ts';
export { type DataPolicyReading, readDataPolicy } from './readDataPolicy.ts';
export { type Redact, type RedactedSegment, type Redaction, redactNothing } from './redaction.ts';
export type { PolicyRequest } from './request.ts';
export type { PolicyVerdict } from './verdict.ts';
