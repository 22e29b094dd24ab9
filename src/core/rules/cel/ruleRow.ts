import * as v from 'valibot';
import { tiers } from '../../catalogue/index.ts';
import { type Rule, sorts } from '../rule.ts';

/** A name stands in questions that the user answers: it must not look like more than a name. */
const longestName = 100;
const longestCondition = 2000;
const longestList = 100;

/** Unknown and missing fields; what is of another type than an object. */
const asObject =
  (fields: readonly string[]) =>
  (issue: v.StrictObjectIssue): string => {
    if (issue.expected === 'never') return `there is no such field: there are ${fields.join(', ')}`;
    const [last] = issue.path?.slice(-1) ?? [];
    if (last?.origin === 'key') return `${String(last.key)} is missing`;
    return `must be an object with ${fields.join(', ')}`;
  };

function aStrictObject<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, asObject(Object.keys(entries)));
}

const oneOf = <const Options extends readonly string[]>(options: Options) => v.picklist(options, `must be one of ${options.join(', ')}`);
const aText = v.pipe(
  v.string('must be a text'),
  v.nonEmpty('must not be empty'),
  v.maxLength(200, 'must not be longer than 200 characters'),
);
const aListOf = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.nonEmpty('must not be an empty list: leave it out'),
    v.maxLength(longestList, `must not have more than ${longestList} entries`),
  );

const exclusionLists = {
  providers: v.exactOptional(aListOf(aText)),
  models: v.exactOptional(aListOf(aText)),
  tiers: v.exactOptional(aListOf(oneOf(tiers))),
};

const use = {
  tier: v.exactOptional(oneOf(tiers)),
  maxTier: v.exactOptional(oneOf(tiers)),
  model: v.exactOptional(v.pipe(aText, v.regex(/^[^@].*@./u, 'must be MODEL@ENDPOINT, such as claude-sonnet-4-5@anthropic'))),
  effort: v.exactOptional(aText),
  serviceTier: v.exactOptional(aText),
  sort: v.exactOptional(oneOf(sorts)),
  localOnly: v.exactOptional(v.literal(true, 'must be true, or left out')),
  exclude: v.exactOptional(
    v.pipe(
      aStrictObject(exclusionLists),
      v.check((lists) => Object.keys(lists).length > 0, `must name at least one of ${Object.keys(exclusionLists).join(', ')}`),
    ),
  ),
};

/** As a rule is written. What a rule does must not contradict itself. */
export const ruleRow: v.GenericSchema<unknown, Rule> = aStrictObject({
  name: v.pipe(
    v.string('must be a text'),
    v.nonEmpty('must not be empty'),
    v.maxLength(longestName, `must not be longer than ${longestName} characters`),
    v.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line of plain text'),
  ),
  when: v.pipe(
    v.string('must be a CEL expression as a text'),
    v.maxLength(longestCondition, `must not be longer than ${longestCondition} characters`),
  ),
  use: v.pipe(
    aStrictObject(use),
    v.check((fields) => Object.keys(fields).length > 0, `must say at least one of ${Object.keys(use).join(', ')}`),
    v.check(({ tier, model }) => tier === undefined || model === undefined, 'names a tier and a model: leave one of them out'),
    v.check(
      ({ tier, maxTier }) => tier === undefined || maxTier === undefined || tiers.indexOf(tier) <= tiers.indexOf(maxTier),
      'names a tier above its own maxTier',
    ),
  ),
});
