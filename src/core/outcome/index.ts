export type { QualityBook, QualityEstimate } from './quality.ts';
