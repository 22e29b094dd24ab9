import type { Segment } from '../task/index.ts';

/** What begins a comment up to the line's end, by a file name's ending; `//` elsewhere, which is understood in a prompt even where it is none. */
const signs: readonly (readonly [sign: string, endings: RegExp])[] = [
  [
    '#',
    /\.(?:py|pyi|rb|sh|bash|zsh|fish|ya?ml|toml|r|pl|pm|jl|nim|ex|exs|cr|cmake|mk|tf|ps1|dockerfile|conf|env|gitignore)$|(?:^|\/)(?:Makefile|Dockerfile)$/i,
  ],
  ['--', /\.(?:sql|lua|hs|elm|adb|ads|vhdl?)$/i],
  ['%', /\.(?:tex|erl|hrl|m)$/i],
  [';', /\.(?:lisp|clj|cljs|scm|el|asm)$/i],
];

/**
 * Texts of other files as comments of the file with the hole, each under its path: what a model reads that knows one file only. The comments are
 * of no value in themselves; they say that this text stands elsewhere.
 */
export function inComments(files: readonly Pick<Segment, 'name' | 'text'>[], nameOfHole: string | undefined): string {
  const sign = signs.find(([, endings]) => endings.test(nameOfHole ?? ''))?.[0] ?? '//';
  const comment = (line: string): string => (line === '' ? sign : `${sign} ${line}`);
  return files
    .map(({ name, text }) => [...(name === undefined ? [] : [`Path: ${name}`]), ...text.replace(/\r?\n$/, '').split(/\r?\n/)])
    .map((lines) => `${lines.map(comment).join('\n')}\n`)
    .join('');
}
