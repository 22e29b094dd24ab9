export { type ChosenDecision, type Decision, type PricedCandidate, type Rejection, recordOf } from './decision.ts';
export { defaultLadders } from './ladders.ts';
export { type Pin, type Pins, pinText, readPins } from './pin.ts';
export { type Profile, profileOf, promptTexts } from './profile.ts';
export { outputLimit, type SelectionConditions, select } from './select.ts';
