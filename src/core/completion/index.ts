export type { CheckSyntax, SyntaxVerdict } from './checkSyntax.ts';
export { CompletionEngine } from './engine.ts';
export type { CompletionResult, Offer, OfferSource, WhyNot } from './offer.ts';
export type { CompletionPorts, CompletionRequest, GatherContext, TextChange, WholeText } from './ports.ts';
export type { Refusal } from './refusals.ts';
export { type Snapshot, snapshotLimits } from './snapshot.ts';
export type { Timers } from './timers.ts';
export { type WorthJudge, type WorthMode, type WorthQuestion, type WorthVerdict, worthModes } from './worth/judge.ts';
