export {
  type BillingKind,
  type Candidate,
  candidateName,
  type Endpoint,
  type EndpointFact,
  type Model,
  type Quirks,
  type Tier,
  tiers,
} from './candidate.ts';
export type { Catalogue, CatalogueModel } from './catalogue.ts';
export { type FillInTheMiddle, type FimTemplate, fimTemplateFor } from './fillInTheMiddle.ts';
