import { LRUCache } from 'lru-cache';
import { type Clean, type CleanTexts, mostRounds, unchanged } from './cleanTexts.ts';
import type { FileKind } from './fileKind.ts';
import { placeholder, type SecretFinding } from './finding.ts';
import { findSecrets } from './findSecrets.ts';
import { countKinds, mergeFindings, replaceSecrets, sumCounts } from './replaceSecrets.ts';
import type { SecretSearch } from './secretSearch.ts';

/** So far from the cursor is the text around it read as one: longer than any token, and the halves of a longer key are found by themselves. */
const reach = 2000;

/** So many characters of holes are remembered: a few dozen, for each key pressed makes a new one. */
const mostCharacters = 2_000_000;

/**
 * The text around a cursor, in pieces that follow each other. The cursor may stand inside a secret, of which neither half looks like one, or
 * between a secret and the name that tells it; so besides the pieces what is around the cuts between them is searched as one text.
 */
export class CleanHoles {
  readonly #search: SecretSearch;
  readonly #texts: CleanTexts;
  readonly #file: FileKind;
  readonly #known = new LRUCache<string, readonly Clean[]>({ maxSize: mostCharacters, sizeCalculation: (_, key) => 2 * key.length + 100 });

  constructor(search: SecretSearch, texts: CleanTexts, file: FileKind) {
    this.#search = search;
    this.#texts = texts;
    this.#file = file;
  }

  /** As many as there are pieces. What is found on both sides of a cut is counted once, in the piece that it begins in. */
  read(pieces: readonly string[]): readonly Clean[] | Promise<readonly Clean[]> {
    return this.#known.get(keyOf(pieces)) ?? this.#clean(pieces);
  }

  /** Until nothing is found any more, in no piece and across no cut. */
  async #clean(pieces: readonly string[]): Promise<readonly Clean[]> {
    const counts: ReadonlyMap<string, number>[][] = pieces.map(() => []);
    let texts = pieces;
    for (let round = 0; round < mostRounds; round += 1) {
      const found = await this.#find(texts);
      if (found.length === 0) return this.#remember(pieces, texts, counts);
      const starts = startsOf(texts);
      texts = texts.map((text, index) => {
        const within = shifted(found, -(starts[index] ?? 0));
        counts[index]?.push(countKinds(within.filter(({ start }) => start >= 0 && start < text.length)));
        return replaceSecrets(
          text,
          within.map((finding) => clipped(finding, 0, text.length)),
        ).text;
      });
    }
    return this.#remember(
      pieces,
      pieces.map((piece) => (piece === '' ? piece : placeholder('text with secrets'))),
      counts,
    );
  }

  #remember(pieces: readonly string[], texts: readonly string[], counts: readonly ReadonlyMap<string, number>[][]): readonly Clean[] {
    const clean = texts.map((text, index) => ({ ...unchanged(text), counts: sumCounts(counts[index] ?? []) }));
    this.#known.set(keyOf(pieces), clean);
    // What was redacted stays as it is.
    this.#known.set(keyOf(texts), texts.map(unchanged));
    return clean;
  }

  /** In all pieces as one text. All is looked for before anything is replaced: with half of a secret gone the other half would look harmless. */
  async #find(texts: readonly string[]): Promise<readonly SecretFinding[]> {
    const starts = startsOf(texts);
    const own = await Promise.all(texts.map((text) => this.#texts.read(text)));
    const across = await this.#findAcross(texts.join(''), starts.slice(1));
    return mergeFindings([...across, ...own.flatMap(({ findings }, index) => shifted(findings, starts[index] ?? 0))]);
  }

  async #findAcross(text: string, cuts: readonly number[]): Promise<readonly SecretFinding[]> {
    const [from, to] = around(text, cuts);
    const stretch = text.slice(from, to);
    const isSplit = cuts.some((cut) => /^[\w.~+/=-]{2}$/.test(text.slice(cut - 1, cut + 1)));
    // The scanner's are tokens: where the cursor is at a token's end, it sees no more than in the pieces.
    const found = isSplit ? await this.#search.find(stretch, this.#file) : findSecrets(stretch, this.#file);
    return shifted(found, from).filter(({ start, end }) => {
      const isAcross = cuts.some((cut) => start < cut && cut < end);
      // At the stretch's own ends something may look like a secret that is none in the whole text.
      return isAcross || !((start === from && from > 0) || (end === to && to < text.length));
    });
  }
}

const keyOf = (pieces: readonly string[]): string => `${pieces.map(({ length }) => length)} ${pieces.join('')}`;

function startsOf(texts: readonly string[]): readonly number[] {
  let length = 0;
  return texts.map((text) => {
    length += text.length;
    return length - text.length;
  });
}

/** Whole lines around the cuts, where lines are not too long. */
function around(text: string, cuts: readonly number[]): readonly [number, number] {
  const first = cuts[0] ?? 0;
  const last = cuts.at(-1) ?? 0;
  if (first <= reach && text.length - last <= reach) return [0, text.length];
  const from = Math.max(0, first - reach);
  const to = Math.min(text.length, last + reach);
  const lineStart = from === 0 ? 0 : text.indexOf('\n', from) + 1;
  const lineEnd = to === text.length ? to : text.lastIndexOf('\n', to);
  return [lineStart > 0 && lineStart <= first ? lineStart : from, lineEnd >= last ? lineEnd : to];
}

function shifted(findings: readonly SecretFinding[], by: number): readonly SecretFinding[] {
  return by === 0 ? findings : findings.map(({ kind, start, end }) => ({ kind, start: start + by, end: end + by }));
}

function clipped({ kind, start, end }: SecretFinding, from: number, to: number): SecretFinding {
  return { kind, start: Math.max(start, from), end: Math.min(end, to) };
}
