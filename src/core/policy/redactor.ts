import { LRUCache } from 'lru-cache';
import { ProviderError, type Segment } from '../task/index.ts';
import type { Redact, RedactedSegment, Redaction } from './redaction.ts';
import { type FileKind, fileKindOf } from './secrets/fileKind.ts';
import { placeholder, type SecretFinding } from './secrets/finding.ts';
import { findSecrets } from './secrets/findSecrets.ts';
import { replaceSecrets } from './secrets/replaceSecrets.ts';

/** Looks for secrets of all kinds of services. */
export type ScanForSecrets = (text: string) => Promise<readonly SecretFinding[]>;

export interface RedactorPorts {
  /** The scanner, loaded when the first text has to be scanned. Where it fails nothing is sent: the next text tries again. */
  readonly load: () => Promise<ScanForSecrets>;
  /** So many characters of scanned texts are remembered for a kind of file; 16 million unless said otherwise, a few hundred files. */
  readonly mostCharacters?: number;
}

/** A text as it may leave. */
interface Clean {
  readonly text: string;
  readonly counts: ReadonlyMap<string, number>;
}

const defaultMostCharacters = 16_000_000;

/** A placeholder may stand so that what is around it looks like a secret: after so many rounds the whole text is taken out. */
const mostRounds = 5;

export function createRedactor(ports: RedactorPorts): Redact {
  const redactor = new Redactor(ports);
  return (segment) => redactor.redact(segment);
}

class Redactor {
  readonly #load: RedactorPorts['load'];
  #scanner: Promise<ScanForSecrets> | undefined;
  /** The same text may be read more strictly in another kind of file. */
  readonly #texts: Readonly<Record<FileKind, TextMemory>>;
  /** A segment that is sent again is found without looking at its text. */
  readonly #segments = new WeakMap<Segment, RedactedSegment>();

  constructor({ load, mostCharacters = defaultMostCharacters }: RedactorPorts) {
    this.#load = load;
    const memory = (file: FileKind): TextMemory => new TextMemory((text) => this.#clean(text, file), mostCharacters);
    this.#texts = { dotenv: memory('dotenv'), settings: memory('settings'), other: memory('other') };
  }

  redact(segment: Segment): RedactedSegment | Promise<RedactedSegment> {
    const known = this.#segments.get(segment);
    if (known) return known;
    const text = this.#texts[fileKindOf(segment.name)].read(segment.text);
    const calls = (segment.toolCalls ?? []).map(({ argumentsText }) => this.#texts.other.read(argumentsText));
    if (!isPromise(text) && calls.every(isClean)) return this.#remember(segment, text, calls);
    return Promise.all([text, Promise.all(calls)]).then(([readText, readCalls]) => this.#remember(segment, readText, readCalls));
  }

  #remember(segment: Segment, text: Clean, calls: readonly Clean[]): RedactedSegment {
    const redacted = redactedSegment(segment, text, calls);
    this.#segments.set(segment, redacted);
    // What was redacted stays as it is.
    this.#segments.set(redacted.segment, redacted.segment === segment ? redacted : { segment: redacted.segment, redactions: [] });
    return redacted;
  }

  /** Until nothing is found any more, so that a second time changes nothing. */
  async #clean(original: string, file: FileKind): Promise<Clean> {
    const scan = await this.#loadScanner();
    const counts = new Map<string, number>();
    let text = original;
    for (let round = 0; round < mostRounds; round += 1) {
      const findings = [...findSecrets(text, file), ...(await scanned(scan, text))];
      if (findings.length === 0) return { text, counts };
      const replaced = replaceSecrets(text, findings);
      for (const [kind, count] of replaced.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
      text = replaced.text;
    }
    return { text: placeholder('text with secrets'), counts };
  }

  #loadScanner(): Promise<ScanForSecrets> {
    this.#scanner ??= this.#load().catch((cause: unknown) => {
      this.#scanner = undefined;
      throw notScanned(cause);
    });
    return this.#scanner;
  }
}

/** Texts that were scanned, and those that are being scanned: the same text is never scanned twice at a time. */
class TextMemory {
  readonly #clean: (text: string) => Promise<Clean>;
  readonly #known: LRUCache<string, Clean>;
  readonly #underWay = new Map<string, Promise<Clean>>();

  constructor(clean: (text: string) => Promise<Clean>, mostCharacters: number) {
    this.#clean = clean;
    // An entry counts for a hundred characters more, so that many short ones are bounded too.
    this.#known = new LRUCache({ maxSize: mostCharacters, sizeCalculation: ({ text }, key) => text.length + key.length + 100 });
  }

  read(text: string): Clean | Promise<Clean> {
    if (text === '') return { text, counts: new Map() };
    const known = this.#known.get(text) ?? this.#underWay.get(text);
    if (known) return known;
    const cleaning = this.#clean(text)
      .then((clean) => {
        this.#known.set(text, clean);
        // What was redacted stays as it is.
        if (clean.text !== text) this.#known.set(clean.text, { text: clean.text, counts: new Map() });
        return clean;
      })
      .finally(() => this.#underWay.delete(text));
    this.#underWay.set(text, cleaning);
    return cleaning;
  }
}

function redactedSegment(segment: Segment, text: Clean, calls: readonly Clean[]): RedactedSegment {
  const redactions = redactionsOf([text, ...calls], segment.name);
  if (redactions.length === 0) return { segment, redactions };
  const toolCalls = segment.toolCalls?.map((call, index) => ({ ...call, argumentsText: calls[index]?.text ?? '' }));
  return { segment: { ...segment, text: text.text, ...(toolCalls && { toolCalls }) }, redactions };
}

function redactionsOf(texts: readonly Clean[], name: string | undefined): readonly Redaction[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const [kind, count] of text.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts].map(([kind, count]) => ({ kind, count, ...(name !== undefined && { name }) }));
}

async function scanned(scan: ScanForSecrets, text: string): Promise<readonly SecretFinding[]> {
  try {
    return await scan(text);
  } catch (cause) {
    throw notScanned(cause);
  }
}

function notScanned(cause: unknown): ProviderError {
  return new ProviderError('policy', 'the prompt could not be scanned for secrets, and leaves only when it was', { cause });
}

function isPromise(value: Clean | Promise<Clean>): value is Promise<Clean> {
  return value instanceof Promise;
}

function isClean(value: Clean | Promise<Clean>): value is Clean {
  return !isPromise(value);
}
