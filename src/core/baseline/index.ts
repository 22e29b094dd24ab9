export { baselineCandidate } from './baselineCandidate.ts';
export { type Answered, baselineCostOf } from './baselineCost.ts';
