/** What a part of a condition gives. CEL's `int` is a BigInt, so that a number is always its `double`. */
export type CelValue = string | bigint | number | boolean | readonly CelValue[];

/**
 * A condition cannot be answered for a request: a list is too short, a number is divided by none. One error for all, because making one takes
 * longer than a condition does, and a loop may swallow many; cel-js says in words what it was where somebody is told.
 */
const unanswerable = new RangeError('the condition cannot be answered for this request');

export function notAnswered(): never {
  throw unanswerable;
}

/** The types were checked before: what is of another one cannot be answered rather than misread. */
export function textOf(value: CelValue): string {
  return typeof value === 'string' ? value : notAnswered();
}

export function listOf(value: CelValue): readonly CelValue[] {
  return isList(value) ? value : notAnswered();
}

export function isList(value: CelValue): value is readonly CelValue[] {
  return typeof value === 'object';
}
