import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fimFamilyRows } from '../../../src/core/catalogue/fimTemplates.ts';
import { fimTemplateFor } from '../../../src/core/catalogue/index.ts';
import { fimPrompt, inComments } from '../../../src/core/hole/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const file = (name: string, text: string): Segment => ({ role: 'context', stability: 'session', name, text });
const hole = (prefix: string, suffix: string, name = 'src/b.ts'): readonly Segment[] => [
  { role: 'prefix', stability: 'turn', text: prefix, name },
  { role: 'suffix', stability: 'turn', text: suffix, name },
];
const promptOf = (model: string, segments: readonly Segment[]): string => {
  const template = fimTemplateFor(model);
  if (!template) throw new Error(`no template for ${model}`);
  return fimPrompt(template, segments);
};

describe('A hole with another file', () => {
  const segments = [file('a.ts', 'A'), ...hole('P', 'S')];

  it.each([
    ['qwen2.5-coder', '<|repo_name|>workspace\n<|file_sep|>a.ts\nA\n<|file_sep|>src/b.ts\n<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>'],
    ['starcoder2', '<repo_name>workspace<file_sep>a.ts\nA<file_sep><fim_prefix>src/b.ts\nP<fim_suffix>S<fim_middle>'],
    ['deepseek-coder', '<｜fim▁begin｜>#a.ts\nA\n#src/b.ts\nP<｜fim▁hole｜>S<｜fim▁end｜>'],
    ['codestral', '[SUFFIX]S[PREFIX]+++++ a.ts\nA\n\n+++++ src/b.ts\nP'],
    ['codegemma', 'a.ts\nA<|file_separator|>src/b.ts\n<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>'],
    ['mellum', '<filename>a.ts\nA\n<filename>src/b.ts\n<fim_suffix>S<fim_prefix>P<fim_middle>'],
    ['granite-code', '<fim_prefix>// Path: a.ts\n// A\nP<fim_suffix>S<fim_middle>'],
    ['codellama', '<PRE> // Path: a.ts\n// A\nP <SUF>S <MID>'],
    ['seed-coder', '<[fim-suffix]>S<[fim-prefix]>// Path: a.ts\n// A\nP<[fim-middle]>'],
  ])('is written as %s was trained to read it', (model, prompt) => {
    expect(promptOf(model, segments)).toBe(prompt);
  });

  it('keeps what never changes in front: what was typed is behind all other files', () => {
    const more = [file('a.ts', 'A'), ...hole('Px', 'S')];
    const [before, after] = [promptOf('qwen3-coder', segments), promptOf('qwen3-coder', more)];
    expect(after.startsWith(before.slice(0, before.indexOf('<|fim_suffix|>')))).toBe(true);
  });
});

describe('A prompt in special tokens', () => {
  const tokens = [...new Set(fimFamilyRows.flatMap(({ controls = [] }) => controls))];
  const places = ['{prefix}', '{suffix}', '{files}', '{path}', '{text}', '$&', '$1'];
  const code = fc
    .array(fc.oneof(fc.constantFrom(...tokens, ...places, '<', '|>', ' ', '\n'), fc.string({ maxLength: 4 })), { maxLength: 8 })
    .map((pieces) => pieces.join(''));
  const count = (text: string, token: string): number => text.split(token).length - 1;

  it('holds each of its family’s tokens exactly as often as the template, whatever the text says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fimFamilyRows), fc.array(fc.tuple(code, code), { maxLength: 3 }), code, code, code, (...of) => {
        const [{ names: _names, source: _source, ...template }, files, prefix, suffix, name] = of;
        const blank = (texts: readonly (readonly [string, string])[]) => texts.map(() => file('f', 't'));
        const segments = [...files.map(([path, text]) => file(path, text)), ...hole(prefix, suffix, name)];
        const prompt = fimPrompt(template, segments);
        const plain = fimPrompt(template, [...blank(files), ...hole('p', 's', 'n')]);
        const differing = (template.controls ?? []).filter((token) => count(prompt, token) !== count(plain, token));
        expect(differing).toEqual([]);
      }),
      runs,
    );
  });

  it('holds text without such tokens as it is', () => {
    expect(promptOf('qwen2.5-coder', hole('a < b {suffix} $& ', '|> {prefix}'))).toBe(
      '<|fim_prefix|>a < b {suffix} $& <|fim_suffix|>|> {prefix}<|fim_middle|>',
    );
  });
});

describe('Another file in comments', () => {
  it.each([
    ['main.py', '# Path: x/y.py\n# a\n#\n# b\n'],
    ['query.sql', '-- Path: x/y.py\n-- a\n--\n-- b\n'],
    ['paper.tex', '% Path: x/y.py\n% a\n%\n% b\n'],
    ['init.el', '; Path: x/y.py\n; a\n;\n; b\n'],
    ['Dockerfile', '# Path: x/y.py\n# a\n#\n# b\n'],
    ['main.go', '// Path: x/y.py\n// a\n//\n// b\n'],
    [undefined, '// Path: x/y.py\n// a\n//\n// b\n'],
  ])('begins its lines as %s does', (name, comments) => {
    expect(inComments([{ name: 'x/y.py', text: 'a\r\n\nb\n' }], name)).toBe(comments);
  });
});
