import { describe, expect, it } from 'vitest';
import { revealInvisible, stripInvisible } from '../../../src/core/policy/index.ts';

describe('What is not seen (security.md 13)', () => {
  it.each([
    ['plain text\twith\r\nlines', 'plain text\twith\r\nlines', 'plain text\twith\r\nlines'],
    ['Grüße, 世界, مرحبا', 'Grüße, 世界, مرحبا', 'Grüße, 世界, مرحبا'],
    ['tag \u{E0001}\u{E0041}\u{E007F}s', 'tag s', 'tag ⟨U+E0001⟩⟨U+E0041⟩⟨U+E007F⟩s'],
    ['zero\u200B\u200C\u200D\u2060\uFEFFwidth', 'zerowidth', 'zero⟨U+200B⟩⟨U+200C⟩⟨U+200D⟩⟨U+2060⟩⟨U+FEFF⟩width'],
    ['bidi\u202A\u202E\u2066\u2069\u200E\u200F\u061C', 'bidi', 'bidi⟨U+202A⟩⟨U+202E⟩⟨U+2066⟩⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩'],
    ['vary\uFE00\uFE0F\u{E0100}\u{E01EF}\u180B', 'vary', 'vary⟨U+FE00⟩⟨U+FE0F⟩⟨U+E0100⟩⟨U+E01EF⟩⟨U+180B⟩'],
    ['fill\u115F\u1160\u3164\uFFA0\u00AD\u034F', 'fill', 'fill⟨U+115F⟩⟨U+1160⟩⟨U+3164⟩⟨U+FFA0⟩⟨U+00AD⟩⟨U+034F⟩'],
    ['maths\u2061\u2064\u206A\u206F', 'maths', 'maths⟨U+2061⟩⟨U+2064⟩⟨U+206A⟩⟨U+206F⟩'],
    ['note\uFFF9\uFFFA\uFFFB', 'note', 'note⟨U+FFF9⟩⟨U+FFFA⟩⟨U+FFFB⟩'],
    ['esc\u001B[8mhidden\u0000\u0007\u007F\u009B', 'esc[8mhidden', 'esc⟨U+001B⟩[8mhidden⟨U+0000⟩⟨U+0007⟩⟨U+007F⟩⟨U+009B⟩'],
    ['safe # \u2028evil\u2029\u0085', 'safe # \nevil\n\n', 'safe # ⟨U+2028⟩evil⟨U+2029⟩⟨U+0085⟩'],
    ['rm -rf .\rls', 'rm -rf .\rls', 'rm -rf .⟨U+000D⟩ls'],
    ['ls\u00A0-l\u2003\u3000\u2800', 'ls\u00A0-l\u2003\u3000\u2800', 'ls⟨U+00A0⟩-l⟨U+2003⟩⟨U+3000⟩⟨U+2800⟩'],
    ['own \uE000\u{F0000}', 'own \uE000\u{F0000}', 'own ⟨U+E000⟩⟨U+F0000⟩'],
    ['half \uD83D of one', 'half \uFFFD of one', 'half ⟨U+D83D⟩ of one'],
    ['👨\u200D👩\u200D👧 ❤\uFE0F', '👨👩👧 ❤', '👨⟨U+200D⟩👩⟨U+200D⟩👧 ❤⟨U+FE0F⟩'],
  ])('%j enters a prompt as %j and is shown as %j', (text, stripped, revealed) => {
    expect({ stripped: stripInvisible(text), revealed: revealInvisible(text) }).toEqual({ stripped, revealed });
  });
});
