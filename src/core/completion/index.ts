export { CompletionEngine, type CompletionPorts, type CompletionRequest } from './engine.ts';
export type { CompletionResult, Offer, OfferSource, WhyNot } from './offer.ts';
export type { Refusal } from './refusals.ts';
export { type Snapshot, snapshotLimits } from './snapshot.ts';
export type { Timers } from './timers.ts';
