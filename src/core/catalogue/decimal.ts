/**
 * A decimal number, written plainly or with an exponent (`"2.50"`, `1e-7`), times 10^places as a whole number: `scaledDecimal('2.50', 9)` is
 * 2500000000n. A number goes through its shortest decimal form, so that 0.1 is a tenth. Undefined where it is no decimal number at or above
 * zero, or has more decimals than places.
 */
export function scaledDecimal(value: string | number, places: number): bigint | undefined {
  const [, whole, fraction = '', exponent = '0'] = decimalNumber.exec(String(value).trim()) ?? [];
  if (whole === undefined) return undefined;
  const shift = places + Number(exponent) - fraction.length;
  if (Math.abs(shift) > mostDigits) return undefined;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return digits % divisor === 0n ? digits / divisor : undefined;
}

/** More digits than any price has; without a bound a long exponent would ask for gigabytes. */
const mostDigits = 60;
const decimalNumber = /^(\d{1,60})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,3}))?$/i;
