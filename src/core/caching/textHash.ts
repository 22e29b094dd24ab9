/**
 * A hash of 53 bits, as many as a number holds exactly. Not a cryptographic one: two different prompts with one hash would cost a wrong
 * expectation, and nothing more.
 */
export function hashText(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) + unit;
  }
  return joined(mixed(high ^ text.length), mixed(low));
}

/** The hash of a sequence: of all before, and what comes next. */
export function hashAfter(before: number, next: number): number {
  const nextHigh = Math.floor(next / twoTo32);
  const nextLow = next >>> 0;
  const high = mixed(Math.imul(Math.floor(before / twoTo32), 0x9e3779b1) ^ nextLow);
  return joined(mixed(high + Math.imul(nextHigh, 0x01000193)), mixed(Math.imul(before >>> 0, 0x85ebca6b) ^ (nextHigh + high)) ^ nextLow);
}

const twoTo32 = 2 ** 32;
const joined = (high: number, low: number): number => (high & 0x1fffff) * twoTo32 + (low >>> 0);

/** Each bit of the number changes about half of the bits of the result. */
function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
