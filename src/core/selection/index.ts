export type { SelectionConditions } from './conditions.ts';
export { type ChosenDecision, type Course, type Decision, type PricedCandidate, type Rejection, recordOf } from './decision.ts';
export { factsOf } from './facts.ts';
export { ladderTiers } from './ladders.ts';
export { type Pin, type Pins, pinText, readPins } from './pin.ts';
export { type Profile, profileOf, promptPartsOf, promptTexts, withPrompt } from './profile.ts';
export { select } from './select.ts';
export { mostTokensFor, outputLimit, type TokenRatio, worstCaseFor } from './worstCase.ts';
