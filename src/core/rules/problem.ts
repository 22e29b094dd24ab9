/** What is wrong with a list of rules. */
export interface RuleProblem {
  /** Of the rule in its list, from 0; undefined: the list itself. */
  readonly index: number | undefined;
  /** From the list to the value, e.g. `[3, 'use', 'tier']`. Where a field is missing it ends in that field's name. */
  readonly path: readonly (string | number)[];
  /** Where in the value, which is then a text: characters (UTF-16) from its start, the end exclusive. */
  readonly range?: { readonly start: number; readonly end: number };
  /** The field at the path should not be there: its name is wrong rather than its value. */
  readonly isName?: true;
  /** What is wrong, and what to do. */
  readonly message: string;
}
