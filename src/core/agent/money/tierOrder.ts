import { type Tier, tiers } from '../../catalogue/index.ts';

/** Whether the first tier is above the second, as the log names them. */
export function isHigherTier(tier: string, than: string): boolean {
  return tiers.indexOf(tier as Tier) > tiers.indexOf(than as Tier);
}
