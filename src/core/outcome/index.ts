export { type AnsweredTasks, countOutcomes } from './countOutcomes.ts';
export type { QualityBook, QualityEstimate } from './quality.ts';
export { createQualityBook } from './qualityBook.ts';
export { type Usefulness, usefulnessOf } from './usefulness.ts';
