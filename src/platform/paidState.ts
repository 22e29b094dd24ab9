import type { Endpoint, Tier } from '../core/catalogue/index.ts';
import type { LimitUnit } from '../core/ledger/index.ts';
import type { ProviderErrorReason, TaskKind } from '../core/task/index.ts';

/** A paid request that no budget could hold. Gone again once a paid request leaves. */
export interface HeldBack {
  readonly kind: TaskKind;
  readonly workspace?: string;
  /** Of the session, where there is one. */
  readonly taskId: string;
  readonly model: string;
  readonly tier: Tier;
  readonly provider: string;
  readonly endpoint: Endpoint['id'];
  readonly budgetId: string;
  /** What follows is in it. */
  readonly unit: LimitUnit;
  readonly needed: number;
  readonly left: number;
}

/** An endpoint whose last attempt or test failed for a reason that the user can mend: a bad key, an empty account. `EndpointTroubles` ends it. */
export interface EndpointTrouble {
  readonly endpoint: Endpoint['id'];
  readonly provider: string;
  readonly reason: ProviderErrorReason;
  readonly message: string;
}
