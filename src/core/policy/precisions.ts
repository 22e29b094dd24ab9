/** The precisions that a minimum is set by, and that a gateway is asked for (OpenRouter's `quantizations`), from coarse to fine. */
export const precisions = ['int4', 'fp4', 'fp6', 'int8', 'fp8', 'fp16', 'bf16', 'fp32'] as const;

export type Precision = (typeof precisions)[number];

/**
 * Bits of a weight, which is what precisions are ordered by: int4, fp4 and Q4_K_M < fp6 < fp8, int8 and Q8_0 < fp16 and bf16 < fp32. Undefined
 * where the name says nothing of bits, e.g. `awq`.
 */
export function bitsOf(precision: string): number | undefined {
  const bits = /^(?:i?q|u?int|nf|(?:nv|mx)?fp|mxint|bf|f|b?float)(\d+)(?![\da-z])/i.exec(precision.trim())?.[1];
  return bits === undefined ? undefined : Number(bits);
}

/** What is at least as fine. */
export function precisionsFrom(minimum: Precision): readonly Precision[] {
  const bits = bitsOf(minimum) ?? 0;
  return precisions.filter((precision) => (bitsOf(precision) ?? 0) >= bits);
}
