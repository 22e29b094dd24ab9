/** How a language's strings and comments begin; what is not named begins none there. */
interface Lexis {
  readonly lineComment: string;
  readonly blockComment: boolean;
  /** Strings of several lines, by what begins and ends them. */
  readonly long: readonly string[];
  /** `'` stands around one character, and before lifetimes. */
  readonly lifetimes: boolean;
  readonly regularExpressions: boolean;
}

const cLike: Lexis = { lineComment: '//', blockComment: true, long: [], lifetimes: false, regularExpressions: false };
const ecmaScript: Lexis = { ...cLike, long: ['`'], regularExpressions: true };

const lexes: ReadonlyMap<string, Lexis> = new Map([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map((id) => [id, ecmaScript] as const),
  ...['json', 'jsonc', 'c', 'cpp', 'csharp', 'dart'].map((id) => [id, cLike] as const),
  ...['java', 'kotlin', 'scala', 'swift'].map((id) => [id, { ...cLike, long: ['"""'] }] as const),
  ['go', { ...cLike, long: ['`'] }],
  ['rust', { ...cLike, lifetimes: true }],
  ['python', { ...cLike, lineComment: '#', blockComment: false, long: ['"""', "'''"] }],
]);

/** Its strings and comments can be told from code well enough to count brackets. */
export function canSkip(languageId: string): boolean {
  return lexes.has(languageId);
}

/**
 * Steps over strings and comments, from left to right, looking at each character a bounded number of times. Not a lexer: what begins like a
 * string and has no end in its line is a sign, as in `don't`.
 */
export class Skipping {
  readonly #text: string;
  readonly #lexis: Lexis;
  /** Up to where no end of such a string is. */
  readonly #noEndBefore = new Map<string, number>();
  /** The last character of code that was no blank. */
  #previous = '';

  constructor(text: string, languageId: string) {
    this.#text = text;
    this.#lexis = lexes.get(languageId) ?? cLike;
  }

  /** Where code goes on: the index itself where code stands there. Undefined where the text ends inside. Indices only grow. */
  from(index: number): number | undefined {
    const { lineComment, blockComment, long, regularExpressions } = this.#lexis;
    const text = this.#text;
    const character = text.charAt(index);
    if (text.startsWith(lineComment, index)) return this.#after('\n', index + 1, 0);
    if (blockComment && text.startsWith('/*', index)) return this.#after('*/', index + 2, 2);
    const before = this.#previous;
    if (character.trim() !== '') this.#previous = character;
    const quotes = long.find((each) => text.startsWith(each, index));
    if (quotes !== undefined) return quotes === '`' ? this.#longEnd(index) : this.#after(quotes, index + 3, 3);
    if (character === '"' || character === "'") return this.#stringEnd(index, character);
    if (regularExpressions && character === '/' && (before === '' || '(,=:[!&|?{};+'.includes(before))) return this.#stringEnd(index, '/');
    return index;
  }

  #after(end: string, start: number, length: number): number | undefined {
    const found = this.#text.indexOf(end, start);
    return found === -1 ? undefined : found + length;
  }

  #longEnd(start: number): number | undefined {
    for (let index = start + 1; index < this.#text.length; index += 1) {
      const character = this.#text.charAt(index);
      if (character === '\\' && this.#lexis.regularExpressions) index += 1;
      else if (character === '`') return index + 1;
    }
    return undefined;
  }

  #stringEnd(start: number, quote: string): number {
    if (start < (this.#noEndBefore.get(quote) ?? 0)) return start;
    if (quote === "'" && this.#lexis.lifetimes) return this.#characterEnd(start);
    let index = start + 1;
    let isInClass = false;
    for (; index < this.#text.length; index += 1) {
      const character = this.#text.charAt(index);
      if (character === '\n') break;
      if (character === '\\') index += 1;
      else if (character === quote && !isInClass) return index + 1;
      else if (quote === '/' && character === '[') isInClass = true;
      else if (character === ']') isInClass = false;
    }
    this.#noEndBefore.set(quote, index);
    return start;
  }

  /** Rust: `'a'`, `'\n'`, `'\u{1F600}'`. */
  #characterEnd(start: number): number {
    const escaped = this.#text.charAt(start + 1) === '\\';
    const end = this.#text.indexOf("'", start + (escaped ? 3 : 2));
    const isNear = end !== -1 && end - start <= (escaped ? 12 : 3);
    return isNear ? end + 1 : start;
  }
}
