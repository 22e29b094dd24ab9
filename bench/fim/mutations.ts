import type { Random } from '../cache/random.ts';

/** What models do to an answer that was right: break off, close too much, forget to close, go on with something else. */
const mutations: readonly [Mutation, ...Mutation[]] = [
  (line, random) => line.slice(0, random.between(1, Math.max(1, line.length - 1))),
  (line, random) => `${line}${random.pick([')', ']', '}', '"', ':'])}`,
  (line, random) => without(line, /[()[\]{}:"']/g, random),
  (line, random) => `${line}\n${random.pick(['for', 'if (', 'x = [', 'return "', 'def '])}`,
  (line, random) => `${line}\n${indentationOf(line)}value = value\n${indentationOf(line)}print(${random.pick(['(', '"', '['])}`,
];

type Mutation = (line: string, random: Random) => string;

export function mutated(line: string, random: Random): string {
  return random.pick(mutations)(line, random);
}

/** Without one of the characters found. */
function without(line: string, found: RegExp, random: Random): string {
  const places = [...line.matchAll(found)].map(({ index }) => index);
  const place = places[random.between(0, places.length - 1)];
  return place === undefined ? line : line.slice(0, place) + line.slice(place + 1);
}

function indentationOf(line: string): string {
  return /^ */.exec(line)?.[0] ?? '';
}
