export { type CacheRules, type CacheTtl, ttlMs } from './cacheRules.ts';
export {
  type BillingKind,
  type Candidate,
  cacheRulesOf,
  candidateName,
  type Endpoint,
  type EndpointFact,
  type Model,
  type Quirks,
  type Tier,
  tiers,
} from './candidate.ts';
export { type CandidateConditions, candidatesFrom } from './candidatesFrom.ts';
export type { Catalogue, CatalogueModel } from './catalogue.ts';
export { controlTokens } from './controlTokens.ts';
export { dearestPrices } from './dearestPrices.ts';
export { type FillInTheMiddle, type FimTemplate, fimTemplateFor } from './fillInTheMiddle.ts';
export { fillsHolesBy } from './fillsHolesBy.ts';
export { findModel } from './findModel.ts';
export { mergeCatalogues } from './mergeCatalogues.ts';
export { priceOn } from './priceOn.ts';
export type { QualityDomain, QualityPrior } from './qualityPrior.ts';
export { readUserCatalogue, type UserCatalogueReading } from './readUserCatalogue.ts';
export type { UserCatalogue, UserEndpoint, UserModel } from './userCatalogue.ts';
