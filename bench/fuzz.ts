/**
 * `fuzz`: random edits, questions and accepts in documents of every kind that is named as bad input, through the real engine, with a model that says
 * whatever chance says. After each accept (whole, by word, by line) the file must be what stood before the cursor, the offer, and what stood
 * behind it; and the offer must be how an answer of the model goes on at this very place. All chance comes from the seed.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompletionEngine, type CompletionResult, type Offer, type Snapshot, type SyntaxVerdict } from '../src/core/completion/index.ts';
import { FakeTime } from '../test/support/fakeTime.ts';
import { type Random, randomOf } from './cache/random.ts';
import { FuzzedDocument } from './fuzz/fuzzedDocument.ts';
import { type FuzzedRouter, fuzzedRouter } from './fuzz/fuzzedRouter.ts';
import { isGivenThere } from './fuzz/isGivenThere.ts';
import { documentText, typedText } from './fuzz/texts.ts';
import type { Benchmark } from './support/benchmark.ts';
import { rounded } from './support/statistics.ts';

const allEdits = 100_000;
const quickEdits = 10_000;

/** So many edits in one document with one engine; in a line of a megabyte fewer. */
const editsPerDocument = { usual: 250, huge: 25 } as const;

export const fuzz: Benchmark = async ({ quick, seed }) => {
  const edits = quick ? quickEdits : allEdits;
  const random = randomOf(seed);
  // Code that never ran is compiled while it runs: that is no one's edit.
  const warmUp = new FuzzRun(randomOf(seed + 1), -1, false);
  for (let step = 0; step < editsPerDocument.usual; step += 1) await warmUp.step();
  await warmUp.close();
  const total = {
    edits: 0,
    accepts: 0,
    offers: 0,
    corrupted: 0,
    maxBlockMs: 0,
    controlMaxBlockMs: 0,
    blocksOver16Ms: 0,
    controlBlocksOver16Ms: 0,
  };
  for (let round = 0; total.edits < edits; round += 1) {
    const isHuge = round % 20 === 7;
    const run = new FuzzRun(random, round, isHuge);
    const count = Math.min(edits - total.edits, isHuge ? editsPerDocument.huge : editsPerDocument.usual);
    for (let step = 0; step < count; step += 1) await run.step();
    await run.close();
    total.edits += count;
    total.accepts += run.accepts;
    total.offers += run.offers;
    total.corrupted += run.corrupted;
    total.blocksOver16Ms += run.tooLong.ours;
    total.controlBlocksOver16Ms += run.tooLong.idle;
    total.maxBlockMs = Math.max(total.maxBlockMs, run.longestMs);
    total.controlMaxBlockMs = Math.max(total.controlMaxBlockMs, run.longestIdleMs);
  }
  return { ...total, maxBlockMs: rounded(total.maxBlockMs), controlMaxBlockMs: rounded(total.controlMaxBlockMs) };
};

class FuzzRun {
  accepts = 0;
  offers = 0;
  corrupted = 0;
  /** The longest that the thread was held: by a call with all that it set off at once, and by the same without a call. */
  longestMs = 0;
  longestIdleMs = 0;
  /** How often more than a frame: collecting garbage holds whoever is there. */
  readonly tooLong = { ours: 0, idle: 0 };
  readonly #random: Random;
  readonly #time = new FakeTime();
  readonly #router: FuzzedRouter;
  readonly #engine: CompletionEngine;
  readonly #document: FuzzedDocument;
  #question = new AbortController();
  #offer: Offer | undefined;
  readonly #asked: Snapshot[] = [];

  constructor(random: Random, round: number, isHuge: boolean) {
    this.#random = random;
    this.#router = fuzzedRouter(this.#time, random, this.#asked);
    let lastId = 0;
    this.#engine = new CompletionEngine({
      router: this.#router,
      timers: this.#time,
      clock: this.#time,
      newId: () => `task-${++lastId}`,
      record: () => undefined,
      checkSyntax: (_languageId, _whole, text) => Promise.resolve(this.#verdictOf(text)),
    });
    this.#document = new FuzzedDocument({
      uri: `file:///fuzzed-${round}`,
      languageId: random.pick(['typescript', 'python', 'go', 'rust', 'plaintext', 'markdown']),
      lineEnd: random.pick(['\n', '\r\n']),
      text: documentText(random, isHuge),
    });
  }

  async step(): Promise<void> {
    const random = this.#random;
    const what = random.share();
    if (what < 0.35 && this.#offer) await this.#accept(this.#offer);
    else if (what < 0.6) await this.#type(typedText(random));
    else if (what < 0.68) await this.#type(this.#offer?.text.slice(0, 1).toWellFormed().replace('\uFFFD', '') ?? 'a');
    else if (what < 0.78) await this.#deleteLeft();
    else if (what < 0.88) await this.#jump();
    else await this.#passTime(random.between(1, 900));
    if (random.chance(0.8)) await this.#ask();
  }

  async close(): Promise<void> {
    this.#question.abort();
    void this.#engine.close();
    await this.#passTime(1000);
  }

  async #ask(): Promise<void> {
    this.#question.abort();
    this.#question = new AbortController();
    const document = this.#document;
    const { before, after } = document;
    const trigger = this.#random.pick(['automatic', 'automatic', 'automatic', 'invoke'] as const);
    const isStill = (): boolean => document.before === before && document.after === after;
    let heard: CompletionResult | undefined;
    const snapshot = document.snapshot();
    this.#asked.push(snapshot);
    await this.#hold(() => {
      const whole = (): typeof document.whole | undefined => (isStill() ? document.whole : undefined);
      void this.#engine.complete({ snapshot, trigger, whole }, this.#question.signal).then((result) => {
        heard = result;
      });
    });
    await this.#passTime(this.#random.pick([0, 5, 60, 500]));
    this.#offer = heard?.outcome === 'offer' ? heard.offer : undefined;
    if (heard?.outcome !== 'offer') return;
    for (const offer of [heard.offer, ...(heard.others ?? [])]) {
      this.offers += 1;
      const said = this.#router.said.get(offer.taskId);
      if (!said || !isGivenThere(offer.text, said, document)) this.#tellCorrupted('an offer of something else', offer.text);
    }
  }

  async #accept(offer: Offer): Promise<void> {
    const document = this.#document;
    const { before, after } = document;
    const how = this.#random.pick([/^.*$/s, /^\s*(?:[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]+)/u, /^.*\n?/]);
    const piece = how.exec(offer.text)?.[0] ?? offer.text;
    await this.#insert(piece);
    if (piece === offer.text) {
      const place = { uri: document.uri, offset: document.asSaved(before).length, text: document.asSaved(piece) };
      await this.#hold(() => this.#engine.accepted(offer.taskId, piece.length, place));
    }
    this.accepts += 1;
    const expected = document.asSaved(before) + document.asSaved(piece) + document.asSaved(after);
    const isWhole = !(before + after).isWellFormed() || document.saved.isWellFormed();
    if (document.saved !== expected || !isWhole || /\r/.test(offer.text)) this.#tellCorrupted('a file', piece);
    this.#offer = undefined;
  }

  async #type(text: string): Promise<void> {
    this.#offer = undefined;
    await this.#insert(text);
  }

  async #insert(text: string): Promise<void> {
    const document = this.#document;
    const offset = document.savedOffset;
    document.insert(text);
    const inserted = document.asSaved(text);
    await this.#hold(() => this.#engine.edited({ uri: document.uri, offset, removed: 0, inserted }));
  }

  async #deleteLeft(): Promise<void> {
    const document = this.#document;
    this.#offer = undefined;
    const removed = document.asSaved(document.deleteLeft()).length;
    const offset = document.savedOffset;
    await this.#hold(() => this.#engine.edited({ uri: document.uri, offset, removed, inserted: '' }));
  }

  async #jump(): Promise<void> {
    this.#offer = undefined;
    const { before, after } = this.#document;
    this.#document.moveTo(this.#random.between(0, before.length + after.length));
    if (this.#random.chance(0.3)) await this.#hold(() => this.#engine.leave());
  }

  async #passTime(ms: number): Promise<void> {
    const passed = this.#time.advance(ms);
    let isOver = false;
    void passed.then(() => {
      isOver = true;
    });
    while (!isOver) await this.#hold(() => undefined);
    await this.#hold(() => undefined, 'idle');
  }

  /** Runs it with all that follows at once, and remembers how long nothing else could run. */
  async #hold(work: () => void, kind: 'ours' | 'idle' = 'ours'): Promise<void> {
    const began = performance.now();
    const usedBefore = process.threadCpuUsage();
    work();
    await nextTurn();
    const { user, system } = process.threadCpuUsage(usedBefore);
    // What the machine did for others meanwhile was not held by us.
    const heldMs = Math.min(performance.now() - began, (user + system) / 1000);
    if (heldMs > 16) this.tooLong[kind] += 1;
    if (kind === 'ours') this.longestMs = Math.max(this.longestMs, heldMs);
    else this.longestIdleMs = Math.max(this.longestIdleMs, heldMs);
  }

  /** The same for the same text, so that an offer is cut back now and then. */
  #verdictOf(text: string): SyntaxVerdict {
    if (text === '') return 'parses';
    return text.length % 7 === 0 ? 'breaks' : text.length % 11 === 0 ? 'unknown' : 'parses';
  }

  #tellCorrupted(what: string, text: string): void {
    this.corrupted += 1;
    if (this.corrupted > 3) return;
    const { before, after } = this.#document;
    console.log(
      `  corrupted, ${what}: ${JSON.stringify({ before: before.slice(-80), text: text.slice(0, 200), after: after.slice(0, 80) })}`,
    );
  }
}
