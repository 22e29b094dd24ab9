import { type CelValue, isList, listOf, notAnswered } from './value.ts';

export type BinaryOperator = '==' | '!=' | 'in' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** CEL's operators as cel-js reads them, for values whose types were checked. */
export const operators: Readonly<Record<BinaryOperator, (left: CelValue, right: CelValue) => CelValue>> = {
  '==': areEqual,
  '!=': (left, right) => !areEqual(left, right),
  in: (left, right) => listOf(right).some((each) => areEqual(left, each)),
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '+': sum,
  '-': (left, right) => arithmetic(left, right, subtract),
  '*': (left, right) => arithmetic(left, right, multiply),
  '/': (left, right) => arithmetic(left, right, divide),
  '%': (left, right) => (typeof left === 'bigint' && typeof right === 'bigint' && right !== 0n ? left % right : notAnswered()),
};

/** Also of lists, element by element. NaN is not equal to itself, but a list with NaN in it is. */
export function areEqual(left: CelValue, right: CelValue): boolean {
  if (left === right) return true;
  if (!isList(left) || !isList(right) || left.length !== right.length) return false;
  for (const [index, each] of left.entries()) {
    const other = right[index];
    if (other === undefined || !areEqual(each, other)) return false;
  }
  return true;
}

export function negated(value: CelValue): CelValue {
  return typeof value === 'bigint' || typeof value === 'number' ? -value : notAnswered();
}

/** In code points. */
export function sizeOf(value: CelValue): bigint {
  if (isList(value)) return BigInt(value.length);
  if (typeof value !== 'string') return notAnswered();
  let size = 0;
  for (const _point of value) size += 1;
  return BigInt(size);
}

export function elementAt(list: CelValue, index: CelValue): CelValue {
  return typeof index === 'bigint' ? (listOf(list)[Number(index)] ?? notAnswered()) : notAnswered();
}

function sum(left: CelValue, right: CelValue): CelValue {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (isList(left) && isList(right)) return [...left, ...right];
  return arithmetic(left, right, add);
}

interface Arithmetic {
  readonly ofWhole: (left: bigint, right: bigint) => bigint;
  readonly ofDouble: (left: number, right: number) => number;
}

const add: Arithmetic = { ofWhole: (left, right) => asInt(left + right), ofDouble: (left, right) => left + right };
const subtract: Arithmetic = { ofWhole: (left, right) => asInt(left - right), ofDouble: (left, right) => left - right };
const multiply: Arithmetic = { ofWhole: (left, right) => asInt(left * right), ofDouble: (left, right) => left * right };
const divide: Arithmetic = {
  ofWhole: (left, right) => (right === 0n ? notAnswered() : left / right),
  ofDouble: (left, right) => left / right,
};

function arithmetic(left: CelValue, right: CelValue, { ofWhole, ofDouble }: Arithmetic): CelValue {
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofWhole(left, right);
  if (typeof left === 'number' && typeof right === 'number') return ofDouble(left, right);
  return notAnswered();
}

/** CEL's `int` has 64 bits. */
function asInt(value: bigint): bigint {
  return BigInt.asIntN(64, value) === value ? value : notAnswered();
}
