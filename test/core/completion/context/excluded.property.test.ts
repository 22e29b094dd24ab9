import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunk, ContextBook, chunkOf, type EntryRules } from '../../../../src/core/completion/context/index.ts';
import { type Policy, pathUseOf } from '../../../../src/core/policy/index.ts';
import { know, snapshotAt, sourceFile } from './book.ts';

/** How a file may come to be excluded, each in the way that the product has for it. */
type Exclusion =
  | 'secret-file'
  | 'local-only'
  | 'no-model'
  | 'by-user'
  | 'ignored'
  | 'ignored-unknown'
  | 'large'
  | 'minified'
  | 'binary'
  | 'other-folder'
  | 'scheme';

const files = Array.from({ length: 6 }, (_, index) => index);

type Step =
  | { readonly do: 'exclude'; readonly file: number; readonly how: Exclusion }
  | { readonly do: 'trust'; readonly isTrusted: boolean }
  | { readonly do: 'know' | 'define' | 'edit' | 'pick' | 'advance' | 'forget' | 'ask' | 'warm' | 'allow'; readonly file: number };

const exclusions: readonly Exclusion[] = [
  ...([
    'secret-file',
    'local-only',
    'no-model',
    'by-user',
    'ignored',
    'ignored-unknown',
    'large',
    'minified',
    'binary',
    'other-folder',
  ] as const),
  'scheme',
];

const file = fc.constantFrom(...files);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('exclude' as const), file, how: fc.constantFrom(...exclusions) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trust' as const), isTrusted: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom('know', 'define', 'edit', 'pick', 'advance', 'forget', 'ask', 'ask', 'warm', 'allow' as const),
      file,
    }),
  },
);

/** A window with files that come and go, some of which may not enter at times. Each holds a word that is in no other one. */
class World {
  isTrusted = true;
  /** Prompts that held something. */
  full = 0;
  readonly #excluded = new Map<number, Exclusion>();
  readonly #book: ContextBook;
  readonly #current = 0;
  #policy: Policy = { metered: 'allowed' };

  constructor() {
    const is = (path: string, ...how: readonly Exclusion[]): boolean =>
      files.some(
        (index) => path === this.#file(index).path && how.includes(this.#excluded.get(index) ?? 'scheme') && this.#excluded.has(index),
      );
    const rules: EntryRules = {
      isTrusted: () => this.isTrusted,
      pathUse: ({ path, workspace }) =>
        pathUseOf(this.#policy, { kind: 'completion.line', paths: [path], ...(workspace !== undefined && { workspace }) }),
      isExcluded: ({ path }) => is(path, 'by-user'),
      isIgnored: (uri) => {
        const path = uri.replace('file:///shop/', '');
        return is(path, 'ignored-unknown') ? undefined : is(path, 'ignored');
      },
    };
    this.#book = new ContextBook(rules);
  }

  play(step: Step): void {
    switch (step.do) {
      case 'exclude':
        this.#renamed(step.file, () => this.#excluded.set(step.file, step.how));
        // What only its text or its place tells is known when the file is looked at.
        if (['large', 'minified', 'binary', 'other-folder', 'scheme', 'secret-file'].includes(step.how)) this.#know(step.file);
        break;
      case 'allow':
        this.#renamed(step.file, () => this.#excluded.delete(step.file));
        this.#know(step.file);
        break;
      case 'trust':
        this.isTrusted = step.isTrusted;
        break;
      case 'know':
        this.#know(step.file);
        break;
      case 'define': {
        const chunk = this.#chunk(step.file);
        if (chunk) this.#book.define(this.#snapshot().uri, [{ ...chunk, name: 'shared', file: this.#file(step.file) }]);
        break;
      }
      case 'edit':
        this.#book.edits.changed({ uri: this.#file(step.file).uri, line: 1, removedLines: 1, insertedLines: 3 }, 0);
        break;
      case 'pick': {
        const chunk = this.#chunk(step.file);
        if (chunk) this.#book.ring.pick({ ...chunk, file: this.#file(step.file) });
        break;
      }
      case 'advance':
        this.#book.ring.advance();
        break;
      case 'forget':
        this.#book.forget(this.#file(step.file).uri);
        break;
      case 'ask':
      case 'warm':
        this.#ask(step.do);
    }
  }

  #ask(how: 'ask' | 'warm'): void {
    const question = {
      snapshot: this.#snapshot(),
      roomBytes: 20_000,
      nowMs: 0,
      linesOf: (uri: string) => this.#text(files.findIndex((index) => this.#file(index).uri === uri)),
      first: files.map((index) => ({ file: this.#file(index), text: this.#text(index) })).slice(0, 2),
    };
    const segments = how === 'ask' ? this.#book.segments(question) : this.#book.stableSegments(question);
    const said = JSON.stringify(segments);
    if (segments.length > 0) this.full += 1;
    const leaked = files.filter((index) => this.#isOut(index) && said.includes(`marker${index}`));
    expect(leaked).toEqual([]);
  }

  /** The editor tells when a file gets another name. */
  #renamed(index: number, change: () => void): void {
    const { uri } = this.#file(index);
    change();
    const policy = this.#policyNow();
    // The same one as long as it says the same: that is how the product keeps it, and what makes it fast.
    if (JSON.stringify(policy) !== JSON.stringify(this.#policy)) this.#policy = policy;
    if (this.#file(index).uri !== uri) this.#book.forget(uri);
  }

  #isOut(index: number): boolean {
    return this.#excluded.has(index) || (!this.isTrusted && index !== this.#current);
  }

  #snapshot() {
    return snapshotAt('shared(common, words);\nshared(', { path: this.#pathOf(this.#current), workspace: 'shop' });
  }

  #policyNow(): Policy {
    const ruled = files.flatMap((index): readonly (readonly [string, 'local' | 'nothing'])[] => {
      const how = this.#excluded.get(index);
      if (how === 'local-only') return [[this.#pathOf(index), 'local']];
      return how === 'no-model' ? [[this.#pathOf(index), 'nothing']] : [];
    });
    return { metered: 'allowed', data: [{ paths: Object.fromEntries(ruled) }] };
  }

  #pathOf(index: number): string {
    return this.#excluded.get(index) === 'secret-file' ? `src/.env.${index}` : `src/file${index}.ts`;
  }

  #file(index: number) {
    const how = this.#excluded.get(index);
    const path = this.#pathOf(index);
    const content = how === 'large' ? 'too-large' : how === 'minified' || how === 'binary' ? how : 'text';
    const place = { ...(how === 'other-folder' && { workspace: 'bank' }), ...(how === 'scheme' && { scheme: 'output' }) };
    return sourceFile(path, { content, uri: `file:///shop/${path}`, ...place });
  }

  #text(index: number): string {
    return `shared(common, words);\n  call(marker${index}, common);\n  more(words, ${index});\nend(marker${index});`;
  }

  #know(index: number): void {
    const written = this.#text(index);
    const how = this.#excluded.get(index);
    const text = how === 'minified' ? written + 'x'.repeat(3_000) : how === 'binary' ? `${written}\0` : written;
    const file = this.#file(index);
    if (how === 'large') this.#book.know({ file, chunks: [], symbols: [] });
    else know(this.#book, file, text);
  }

  #chunk(index: number): Chunk | undefined {
    return chunkOf(this.#text(index));
  }
}

describe('Whatever is opened, edited, looked at and asked', () => {
  it('no byte of a file that may not enter is in a prompt, also when it was allowed before', () => {
    let full = 0;
    fc.assert(
      fc.property(fc.array(steps, { minLength: 5, maxLength: 25 }), (script) => {
        const world = new World();
        for (const step of script) world.play(step);
        for (const how of ['ask', 'warm'] as const) world.play({ do: how, file: 0 });
        full += world.full;
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
    // Prompts without any context would prove nothing.
    expect(full).toBeGreaterThan(100);
  });
});
