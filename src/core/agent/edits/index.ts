export { applyBlocks, type BlocksApplied } from './applyBlocks.ts';
export { lineCounts, unifiedDiff } from './unifiedDiff.ts';
