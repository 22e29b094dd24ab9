/**
 * Does a value look drawn at random, rather than written by a human? It has letters and digits, few repetitions (Shannon's entropy, in bits a
 * character), and is not made of words: `generateToken2` is a name, and most of it are runs of three small letters or more.
 */
export function looksRandom(value: string, leastLength: number): boolean {
  return value.length >= leastLength && /\d/.test(value) && /[a-z]/i.test(value) && entropyOf(value) >= leastBits && !isWordy(value);
}

/** Hexadecimal digits of a drawn value have about 3.3 bits at 16 characters and up to 4; English words in code stay near it, hence `isWordy`. */
const leastBits = 2.8;

/** More than half of it are words. */
export function isWordy(value: string): boolean {
  const words = value.match(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g) ?? [];
  return words.join('').length > value.length / 2;
}

function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
