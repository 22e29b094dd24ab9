import { type Policy, stricter } from '../core/policy/index.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { readPolicy } from './policy.ts';

/** The policy in force: that of the settings, and closed for the cloud for as long as the routing rules are not known that may forbid more. */
export function policyUnder(rules: { areKnown(): boolean }, settings: Pick<CurrentSettings, 'keeping'>): () => Policy {
  const open = settings.keeping(readPolicy);
  const closed = settings.keeping((budgets) => stricter(readPolicy(budgets), { metered: 'rules-unknown' }));
  return () => (rules.areKnown() ? open() : closed());
}
