import { type Random, randomOf } from '../cache/random.ts';

/** A file that a simulated user types from beginning to end. */
export interface SourceFile {
  readonly languageId: string;
  readonly path: string;
  readonly text: string;
}

/** How a language writes what every language has. */
interface Grammar {
  readonly extension: string;
  readonly comment: string;
  readonly import: (name: string, from: string) => string;
  readonly open: (name: string, parameter: string) => string;
  readonly close: string | undefined;
  readonly bind: (name: string, value: string) => string;
  readonly branch: (condition: string) => string;
  readonly loop: (each: string, all: string) => string;
  readonly end: string;
}

const grammars: Readonly<Record<string, Grammar>> = {
  typescript: {
    extension: 'ts',
    comment: '//',
    import: (name, from) => `import { ${name} } from './${from}.ts';`,
    open: (name, parameter) => `export function ${name}(${parameter}) {`,
    close: '}',
    bind: (name, value) => `const ${name} = ${value};`,
    branch: (condition) => `if (${condition}) {`,
    loop: (each, all) => `for (const ${each} of ${all}) {`,
    end: ';',
  },
  python: {
    extension: 'py',
    comment: '#',
    import: (name, from) => `from ${from} import ${name}`,
    open: (name, parameter) => `def ${name}(${parameter}):`,
    close: undefined,
    bind: (name, value) => `${name} = ${value}`,
    branch: (condition) => `if ${condition}:`,
    loop: (each, all) => `for ${each} in ${all}:`,
    end: '',
  },
  go: {
    extension: 'go',
    comment: '//',
    import: (_name, from) => `import "shop/${from}"`,
    open: (name, parameter) => `func ${name}(${parameter} string) {`,
    close: '}',
    bind: (name, value) => `${name} := ${value}`,
    branch: (condition) => `if ${condition} {`,
    loop: (each, all) => `for _, ${each} := range ${all} {`,
    end: '',
  },
};

export const languages = ['typescript', 'python', 'go'] as const;

const nouns = ['item', 'user', 'order', 'price', 'total', 'entry', 'token', 'budget', 'path', 'row', 'invoice', 'customer'] as const;
const verbs = ['read', 'write', 'count', 'find', 'merge', 'sort', 'load', 'check', 'parse', 'render'] as const;
const remarks = [
  'the caller has checked it',
  'must not be empty',
  'as the provider bills it',
  'sorted by day, the oldest first',
  'see the ledger',
] as const;

/** Made-up code, no two files alike. */
export function sourceOf(seed: number, languageId: (typeof languages)[number]): SourceFile {
  const random = randomOf(seed);
  const grammar = grammars[languageId] ?? grammars.typescript;
  if (!grammar) throw new Error(`no grammar for ${languageId}`);
  const imports = Array.from({ length: random.between(2, 6) }, () => grammar.import(random.pick(verbs), random.pick(nouns)));
  const functions = Array.from({ length: random.between(4, 8) }, () => functionOf(grammar, random).join('\n'));
  const path = `src/${random.pick(nouns)}${seed % 1000}.${grammar.extension}`;
  return { languageId, path, text: `${imports.join('\n')}\n\n${functions.join('\n\n')}\n` };
}

function functionOf(grammar: Grammar, random: Random): readonly string[] {
  const noun = random.pick(nouns);
  const body = Array.from({ length: random.between(2, 5) }, () => statementOf(grammar, random)).flat();
  const lines = [
    grammar.open(`${random.pick(verbs)}_${noun}`, noun),
    ...body.map((line) => `    ${line}`),
    `    return ${random.pick(nouns)}${grammar.end}`,
  ];
  if (random.chance(0.4)) lines.unshift(`${grammar.comment} ${random.pick(verbs)}s the ${noun}: ${random.pick(remarks)}`);
  return grammar.close === undefined ? lines : [...lines, grammar.close];
}

function statementOf(grammar: Grammar, random: Random): readonly string[] {
  const [noun, other, verb] = [random.pick(nouns), random.pick(nouns), random.pick(verbs)];
  const call = `${other}.${verb}(${noun}, ${random.between(1, 500)})`;
  const within = (head: string, line: string): readonly string[] => [
    head,
    `    ${line}`,
    ...(grammar.close === undefined ? [] : [grammar.close]),
  ];
  switch (random.between(0, 5)) {
    case 0:
      return within(grammar.branch(`${noun}.${other} > ${random.between(0, 99)}`), `return ${other}${grammar.end}`);
    case 1:
      return within(grammar.loop(noun, `${noun}s`), `${call}${grammar.end}`);
    case 2:
      return [`${grammar.comment} ${random.pick(remarks)}`, grammar.bind(noun, call)];
    case 3:
      return [`log("${verb} ${noun} of ${other}", ${noun})${grammar.end}`];
    case 4:
      return [grammar.bind(`${other}_${verb}`, `"${noun}/${other}"`)];
    default:
      return [grammar.bind(noun, call)];
  }
}
