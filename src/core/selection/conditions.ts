import type { Pressure } from '../budget/index.ts';
import type { CacheMemory } from '../caching/index.ts';
import type { Candidate } from '../catalogue/index.ts';
import type { EndpointVerdict } from '../failover/index.ts';
import type { QualityBook } from '../outcome/index.ts';
import type { Policy } from '../policy/index.ts';
import type { RuleMatch, Sort } from '../rules/index.ts';
import type { RequestStatistics } from '../statistics/index.ts';
import type { Pins } from './pin.ts';
import type { TokenRatio } from './worstCase.ts';

/**
 * What selection may know besides the task: all of it is passed in, so that equal input gives an equal decision. What is missing is not known:
 * no rule matched, every endpoint is well, no model is better than another, no cache is warm.
 */
export interface SelectionConditions {
  readonly policy: Policy;
  /** How the budgets press on this request. */
  readonly pressure: Pressure;
  readonly pins: Pins;
  /** Now, in milliseconds since the epoch, because some prices depend on the hour; missing means the dearest hour. */
  readonly atMs?: number;
  readonly rules?: readonly RuleMatch[];
  readonly sort?: Sort;
  readonly health?: (endpointId: string) => EndpointVerdict;
  readonly quality?: QualityBook;
  readonly statistics?: Pick<RequestStatistics, 'speedOf'>;
  readonly cacheMemory?: Pick<CacheMemory, 'expect'>;
  readonly tokenRatio?: (candidate: Candidate) => TokenRatio;
  /** Of an attempt before this decision, which said that the prompt did not fit: only larger contexts than that help. */
  readonly contextAboveTokens?: number;
  /** Whether it was asked for this task and will not be asked again. */
  readonly isGivenUp?: (candidate: Candidate) => boolean;
}
