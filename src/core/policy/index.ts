export { allow, allowAddress, isLoopback, type MeteredRule, type Policy, type PolicyVerdict } from './policy.ts';
export { type Redact, redactNothing } from './redaction.ts';
