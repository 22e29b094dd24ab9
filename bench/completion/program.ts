import { type Random, randomOf } from '../cache/random.ts';

const nouns = ['item', 'user', 'order', 'price', 'total', 'entry', 'token', 'budget', 'path', 'row'] as const;
const verbs = ['read', 'write', 'count', 'find', 'merge', 'sort', 'load', 'check'] as const;

/** A small program that somebody is going to type: made-up functions, no two alike. */
export function programOf(seed: number, functions = 6): string {
  const random = randomOf(seed);
  return `${Array.from({ length: functions }, () => functionOf(random)).join('\n\n')}\n`;
}

function functionOf(random: Random): string {
  const [noun, other, verb] = [random.pick(nouns), random.pick(nouns), random.pick(verbs)];
  const name = `${verb}${capital(noun)}${random.between(1, 99)}`;
  const lines = [
    `  const ${other}s = ${verb}${capital(other)}s(${noun}, ${random.between(1, 500)});`,
    `  if (${other}s.length === ${random.between(0, 9)}) return undefined;`,
    `  for (const ${other} of ${other}s) {`,
    `    ${noun}.push(${other}.${random.pick(nouns)});`,
    `  }`,
    `  return ${noun}.map((each) => each.${random.pick(nouns)});`,
  ];
  return [`export function ${name}(${noun}) {`, ...lines.filter((_, index) => index > 1 || random.chance(0.8)), '}'].join('\n');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * What a model says that knows some of the program: each line it has right, has a little wrong, or has nothing for, as its seed decides and
 * whatever was typed of it already. Where the text is not the program's (a mistyped key), it says something that does not fit.
 */
export function knowing(program: string, seed: number): (before: string) => string {
  return (before) => {
    if (!program.startsWith(before)) return 'undefined; // ?';
    const rest = program.slice(before.length).split('\n');
    const firstLine = before.split('\n').length;
    const said: string[] = [];
    for (const [index, text] of rest.slice(0, 5).entries()) {
      const luck = randomOf(seed * 7919 + firstLine + index).share();
      if (luck > 0.9) break;
      said.push(luck > 0.6 && text.length > 3 ? `${text.slice(0, Math.ceil(text.length / 3))}Wrong()` : text);
    }
    return said.join('\n');
  };
}
