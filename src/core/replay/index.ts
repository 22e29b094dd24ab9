export { leastTasks, type ObservedKind, type ObservedRow, type ObservedTask, observe } from './observe.ts';
export type { OutcomeTable } from './outcomeTable.ts';
export { type PolicyName, policyNames } from './policies.ts';
export { type ReadOutcomes, readOutcomes } from './readOutcomes.ts';
export { defaultJudges, type MixingPoint, type PolicyReport, type ReplayOptions, type ReplayReport, replay } from './replay.ts';
export { seededRandom } from './seededRandom.ts';
