export { baselineOf } from './baseline.ts';
export { capForSubtask, isFourFifths, leftOfCap } from './cap.ts';
export { type EstimatedTask, estimateOf, type PastTask } from './estimate.ts';
export { changedPaths, type KeptLines, keptAfterMs, keptLinesOf, type LineCount } from './keptLines.ts';
export { keptOutcomes, outcomesOf, subtaskOutcomes } from './outcomes.ts';
export { pastTaskOf } from './pastTask.ts';
export { noCost, requestCostOf } from './requestCost.ts';
export { costOf, type MoneySummary, type SummaryFacts, summaryOf } from './summary.ts';
