import { formatUsd, nanoUsdPerUsd } from '../core/money/index.ts';

/** `92.9 %` */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `53.2 to 61.0 %` */
export const percentRange = (low: number, high: number): string => `${(low * 100).toFixed(1)} to ${percent(high)}`;

export const usd = (amount: number): string => formatUsd(Math.round(amount * nanoUsdPerUsd));
