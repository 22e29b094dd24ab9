/** The kinds of work that public benchmarks measure apart. `agent`: agent.*; `code`: edit, completion.*; `chat`: all the others. */
export const qualityDomains = ['agent', 'code', 'chat'] as const;

export type QualityDomain = (typeof qualityDomains)[number];

/** What a public benchmark says of a model: the share of its tasks that the model solved in one attempt. */
export interface QualityPrior {
  readonly domain: QualityDomain;
  /** E.g. `SWE-bench Verified`. */
  readonly benchmark: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly url: string;
  /** `YYYY-MM-DD`, when it was read there. */
  readonly readOn: string;
}
