export type { Quantiles, RequestStatistics, SizePrediction, SpeedEstimate } from './statistics.ts';
