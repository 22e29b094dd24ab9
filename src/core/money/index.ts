export { formatUsd, type NanoUsd } from './nanoUsd.ts';
export { costOf, freeOfCharge, type Price } from './price.ts';
