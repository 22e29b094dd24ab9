export { applyBlocks } from './applyBlocks.ts';
export { lineCounts, unifiedDiff } from './unifiedDiff.ts';
