export { formatUsd, type NanoUsd, nanoUsdPerUsd } from './nanoUsd.ts';
export {
  type BillingTerms,
  costOf,
  type Factors,
  freeOfCharge,
  type PriceHours,
  type PriceRow,
  pricesFor,
  type TokenPrices,
} from './price.ts';
