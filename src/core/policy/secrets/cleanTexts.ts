import { LRUCache } from 'lru-cache';
import type { FileKind } from './fileKind.ts';
import { placeholder, type SecretFinding } from './finding.ts';
import { replaceSecrets, sumCounts } from './replaceSecrets.ts';
import type { SecretSearch } from './secretSearch.ts';

/** A text as it may leave. */
export interface Clean {
  readonly text: string;
  /** How many of each kind were replaced. */
  readonly counts: ReadonlyMap<string, number>;
  /** What was found in the text as it was. */
  readonly findings: readonly SecretFinding[];
}

/** A placeholder may stand so that what is around it looks like a secret: after so many rounds the whole text is taken out. */
export const mostRounds = 5;

/** Texts of a kind of file that were scanned, and those that are being scanned: the same text is never scanned twice at a time. */
export class CleanTexts {
  readonly #search: SecretSearch;
  readonly #file: FileKind;
  readonly #known: LRUCache<string, Clean>;
  readonly #underWay = new Map<string, Promise<Clean>>();

  constructor(search: SecretSearch, file: FileKind, mostCharacters: number) {
    this.#search = search;
    this.#file = file;
    // An entry counts for a hundred characters more, so that many short ones are bounded too.
    this.#known = new LRUCache({ maxSize: mostCharacters, sizeCalculation: ({ text }, key) => text.length + key.length + 100 });
  }

  read(text: string): Clean | Promise<Clean> {
    if (text === '') return unchanged(text);
    const known = this.#known.get(text) ?? this.#underWay.get(text);
    if (known) return known;
    const cleaning = this.#clean(text)
      .then((clean) => {
        this.#known.set(text, clean);
        // What was redacted stays as it is.
        if (clean.text !== text) this.#known.set(clean.text, unchanged(clean.text));
        return clean;
      })
      .finally(() => this.#underWay.delete(text));
    this.#underWay.set(text, cleaning);
    return cleaning;
  }

  /** Until nothing is found any more, so that a second time changes nothing. */
  async #clean(original: string): Promise<Clean> {
    const first = await this.#search.find(original, this.#file);
    const counts: ReadonlyMap<string, number>[] = [];
    let text = original;
    let findings = first;
    for (let round = 0; round < mostRounds; round += 1) {
      if (findings.length === 0) return { text, counts: sumCounts(counts), findings: first };
      const replaced = replaceSecrets(text, findings);
      counts.push(replaced.counts);
      text = replaced.text;
      findings = await this.#search.find(text, this.#file);
    }
    return { text: placeholder('text with secrets'), counts: sumCounts(counts), findings: first };
  }
}

export function unchanged(text: string): Clean {
  return { text, counts: new Map(), findings: [] };
}
