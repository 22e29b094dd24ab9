import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/core/completion/clean.ts';
import { Editor, inWords } from '../../support/typing.ts';

const at = (prefix: string, suffix = '') => ({
  uri: 'file:///a.ts',
  path: 'a.ts',
  languageId: 'typescript',
  offset: prefix.length,
  prefix,
  suffix,
});

const strange: readonly (readonly [what: string, text: string, found: string])[] = [
  ['a null', '\0', 'U+0000'],
  ['an escape', '\u001B[31m', 'U+001B'],
  ['a bell', '\u0007', 'U+0007'],
  ['a form feed', '\f', 'U+000C'],
  ['a delete', '\u007F', 'U+007F'],
  ['a control of the second row', '\u0085', 'U+0085'],
  ['bytes that could not be read', '\uFFFD', 'U+FFFD'],
  ['an override of the direction', '\u202E', 'U+202E'],
  ['an embedding', '\u202A', 'U+202A'],
  ['an isolate', '\u2066', 'U+2066'],
  ['the end of an isolate', '\u2069', 'U+2069'],
  ['a mark from left to right', '\u200E', 'U+200E'],
  ['a mark from right to left', '\u200F', 'U+200F'],
  ['a tag', '\u{E0041}', 'U+E0041'],
  ['the first tag', '\u{E0000}', 'U+E0000'],
  ['the last tag', '\u{E007F}', 'U+E007F'],
  ['a blank without width', '\u200B', 'U+200B'],
  ['a word joiner', '\u2060', 'U+2060'],
  ['a byte order mark', '\uFEFF', 'U+FEFF'],
  ['the first half of a character', '\uD83D', 'U+D83D'],
  ['the second half of a character', '\uDE00', 'U+DE00'],
  ['the end of a text', '<|endoftext|>', '<|endoftext|>'],
  ['the start of a turn', '<|im_start|>', '<|im_start|>'],
  ['a reserved token', '<|reserved_special_token_12|>', '<|reserved_special_token_12|>'],
  ['Qwen’s hole', '<|fim_middle|>', '<|fim_middle|>'],
  ['StarCoder’s hole', '<fim_prefix>', '<fim_prefix>'],
  ['SantaCoder’s hole', '<fim-suffix>', '<fim-suffix>'],
  ['Code Llama’s prefix', '<PRE>', '<PRE>'],
  ['Code Llama’s suffix', '<SUF>', '<SUF>'],
  ['Code Llama’s middle', '<MID>', '<MID>'],
  ['Code Llama’s end', '<EOT>', '<EOT>'],
  ['DeepSeek’s hole', '<｜fim▁begin｜>', '<｜fim▁begin｜>'],
  ['DeepSeek’s end', '<｜end▁of▁sentence｜>', '<｜end▁of▁sentence｜>'],
];

/** Ordinary text around it. */
const code = fc.string({
  unit: fc.constantFrom('a', 'é', '漢', '😀', ' ', '\t', '\n', '\r\n', '(', ')', '<', '=>', '|', '/', '\u200C', '\u200D'),
});

describe('Nonsense from a model', () => {
  it.each(strange)('with %s in it shows nothing', (_what, text, found) => {
    expect(cleanText(`listen(${text}8080);`, at('server.'))).toEqual({ nothing: 'nonsense', found });
  });

  it.each(strange)('with %s at its end or alone shows nothing', (_what, text, found) => {
    expect([cleanText(`listen();\n${text}`, at('server.')), cleanText(text, at('server.'))]).toEqual([
      { nothing: 'nonsense', found },
      { nothing: 'nonsense', found },
    ]);
  });

  it.each(strange)('is none where the text around the cursor holds %s, too', (_what, text) => {
    const raw = `listen(${text});`;
    expect([cleanText(raw, at(`'${text}' server.`)), cleanText(raw, at('server.', `\n'${text}'`))]).toEqual([{ text: raw }, { text: raw }]);
  });

  it('is judged by each of its tokens: another one around the cursor does not excuse it', () => {
    expect(cleanText('<|im_start|><|im_end|>', at("const start = '<|im_start|>';\n"))).toEqual({
      nothing: 'nonsense',
      found: '<|im_end|>',
    });
  });

  it('is half a character, though the text around the cursor holds a whole one of the same half', () => {
    expect(cleanText('\uD83D', at('"😀" '))).toEqual({ nothing: 'nonsense', found: 'U+D83D' });
  });

  it.each([
    'f <| g |> h',
    'many <|> some',
    'a <| b',
    'x |> List.map',
    'Map<PRE, SUF>',
    '<pre>',
    '<fim>',
    '"👨‍👩‍👧 می‌خواهم"',
    'if (a) {\r\n\treturn 1;\n}',
  ])('is not what looks strange and is code: %j', (text) => {
    expect(cleanText(text, at(''))).toEqual({ text: text.replaceAll('\r\n', '\n') });
  });

  it('shows nothing whatever stands around it, and ordinary text is never called nonsense', () => {
    fc.assert(
      fc.property(code, fc.constantFrom(...strange), code, code, code, (before, [, text, found], after, prefix, suffix) => {
        // Half a character, put beside its other half, would be a whole one: none of the pieces holds halves.
        expect(cleanText(before + text + after, at(prefix, suffix))).toEqual({ nothing: 'nonsense', found });
        expect(cleanText(before + after, at(prefix, suffix))).not.toMatchObject({ nothing: 'nonsense' });
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it('shows nothing in the editor, names what it holds, and is not asked for again at the same place', async () => {
    const editor = new Editor({ text: 'server.|\n', say: () => ['listen', '(8080);<|endof', 'text|>'] });
    const { result } = editor.ask('invoke');
    await editor.time.advance(5000);
    expect([await result, await editor.offered(), editor.requests, editor.outcomes]).toEqual([
      { outcome: 'none', whyNot: { reason: 'nonsense', detail: '<|endoftext|>' } },
      'model-had-nothing',
      1,
      [],
    ]);
  });

  it('shows nothing while the user types along with it, and the next place is asked anew', async () => {
    const editor = new Editor({ text: 'server.|\n', say: (prefix) => (prefix.endsWith('server.') ? 'listen(\u202E8080);' : 'ten(8080);') });
    const first = editor.ask('invoke');
    await editor.time.advance(5);
    const second = editor.type('lis');
    await editor.time.advance(5000);
    expect([inWords(await first.result), inWords(await second.result)]).toEqual(['superseded', 'model: ten(8080);']);
  });
});
