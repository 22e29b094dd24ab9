const decimal = /^([+-]?)\$?(\d{1,40})?(?:\.(\d{1,60}))?(?:e([+-]?\d{1,2}))?$/i;

/** Tokens and requests: whole numbers from zero on. Some exports write `3.0`. Undefined for anything else. */
export function readCount(value: unknown): number | undefined {
  const count = scaled(value, 0);
  return count && count.remainder === 0n && count.whole >= 0n && !count.isNegative ? safeNumber(count.whole) : undefined;
}

/**
 * An amount in nano-dollars, rounded half away from zero; `places` is 9 for dollars and 7 for cents. Below zero it is a credit. Exact: it goes
 * through whole numbers, because OpenAI writes thirty decimals. Undefined for what is no amount.
 */
export function readAmount(value: unknown, places: 7 | 9): number | undefined {
  const amount = scaled(value, places);
  if (!amount) return undefined;
  const { whole, remainder, divisor, isNegative } = amount;
  const rounded = safeNumber(remainder * 2n >= divisor ? whole + 1n : whole);
  return rounded === undefined || !isNegative || rounded === 0 ? rounded : -rounded;
}

interface Scaled {
  readonly isNegative: boolean;
  readonly whole: bigint;
  /** What is left of `divisor` parts of one. */
  readonly remainder: bigint;
  readonly divisor: bigint;
}

function scaled(value: unknown, places: number): Scaled | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, sign, integer = '', fraction = '', exponent = '0'] = decimal.exec(String(value).trim()) ?? [];
  if (sign === undefined || integer + fraction === '') return undefined;
  const shift = places + Number(exponent) - fraction.length;
  const digits = BigInt(integer + fraction) * 10n ** BigInt(Math.max(0, shift));
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  return { isNegative: sign === '-', whole: digits / divisor, remainder: digits % divisor, divisor };
}

const safeNumber = (value: bigint): number | undefined => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined);
