export { type BillingKind, type Candidate, candidateName, type Endpoint, type Model, type Tier, tiers } from './candidate.ts';
export { type FillInTheMiddle, type FimTemplate, fimTemplateFor } from './fillInTheMiddle.ts';
