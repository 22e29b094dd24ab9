export type { Decision, PricedCandidate, Rejection } from './decision.ts';
export { defaultLadders } from './ladders.ts';
export { type Profile, profileOf } from './profile.ts';
export { type SelectionConditions, select } from './select.ts';
