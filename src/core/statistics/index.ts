export { RecentStatistics } from './recentStatistics.ts';
export { assumedSizes } from './sizes.ts';
export type { Quantiles, RequestStatistics, SizePrediction, SpeedEstimate } from './statistics.ts';
