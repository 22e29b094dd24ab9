import fc from 'fast-check';

/**
 * Any code point but the halves of pairs, each as likely as another, for `fc.string({ unit: anyCharacter })`. What fast-check calls `binary` is the same, and
 * makes a table of all 1.1 million of them first, which takes seconds.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ffff - 0x800 })
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));
