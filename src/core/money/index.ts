export { formatUsd, type NanoUsd, nanoUsdPerUsd } from './nanoUsd.ts';
export { costOf, freeOfCharge, type Price } from './price.ts';
