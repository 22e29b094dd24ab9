import { tiers } from '../core/catalogue/index.ts';
import type { RuleMatch, RuleUse } from '../core/rules/index.ts';

/**
 * What is left of a folder's rule for a request that may hold another folder's text: the rules of all folders hold for it, so that each may only
 * restrict, approved or not. A tier that it chose is one that nobody goes above.
 */
export function restrictionOf({ name, use }: RuleMatch): readonly RuleMatch[] {
  const { tier, maxTier, localOnly, exclude } = use;
  const most = tiers.find((each) => each === tier || each === maxTier);
  const restriction: RuleUse = {
    ...(most && most !== tiers.at(-1) && { maxTier: most }),
    ...(localOnly && { localOnly }),
    ...(exclude && { exclude }),
  };
  return Object.keys(restriction).length === 0 ? [] : [{ source: 'workspace', name, use: restriction }];
}
