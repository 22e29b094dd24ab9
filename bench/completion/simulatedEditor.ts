import type { FakeTime } from '../../test/support/fakeTime.ts';
import type { PlaceInText, Policy } from './policy.ts';

/** Ghost text, and since when it is on screen. */
export interface Shown {
  readonly text: string;
  readonly sinceMs: number;
}

/**
 * What an editor does around a policy: each edit takes the last question back and asks the next one; what is on screen stays as long as the keys
 * follow it.
 */
export class SimulatedEditor {
  readonly #time: FakeTime;
  readonly #policy: Policy;
  readonly settled: boolean[] = [];
  /** Simulated milliseconds from a question to its text, of those that were answered while they stood. */
  readonly firstTextMs: number[] = [];
  before: string;
  after: string;
  shown: Shown | undefined;
  #question: AbortController | undefined;

  constructor(time: FakeTime, policy: Policy, place: PlaceInText) {
    this.#time = time;
    this.#policy = policy;
    this.before = place.before;
    this.after = place.after;
    policy.onImproved(() => void this.ask('again'));
  }

  type(key: string): Promise<void> {
    const rest = this.shown?.text.startsWith(key) && this.shown.text.length > key.length ? this.shown.text.slice(key.length) : undefined;
    this.before += key;
    this.shown = rest === undefined ? undefined : { text: rest, sinceMs: this.shown?.sinceMs ?? 0 };
    return this.ask();
  }

  backspace(): Promise<void> {
    this.before = this.before.slice(0, -1);
    this.shown = undefined;
    return this.ask();
  }

  /** Takes what is on screen. */
  accept(): Promise<void> {
    if (!this.shown) return Promise.resolve();
    this.before += this.shown.text;
    this.shown = undefined;
    this.#policy.accepted();
    return this.ask();
  }

  /** The cursor goes to another file: nobody waits here any more. */
  leave(): void {
    this.#question?.abort();
    this.shown = undefined;
    this.#policy.leave();
  }

  async ask(trigger: 'automatic' | 'again' = 'automatic'): Promise<void> {
    this.#question?.abort();
    const question = new AbortController();
    this.#question = question;
    const number = this.settled.push(false) - 1;
    const askedAtMs = this.#time.now();
    const text = await this.#policy.ask({ before: this.before, after: this.after }, question.signal, trigger);
    this.settled[number] = true;
    if (question.signal.aborted || text === undefined) return;
    if (!this.shown && trigger === 'automatic') this.firstTextMs.push(this.#time.now() - askedAtMs);
    // What only grew was read already as far as it stood there.
    const grew = this.shown !== undefined && text.startsWith(this.shown.text);
    this.shown = { text, sinceMs: grew && this.shown ? this.shown.sinceMs : this.#time.now() };
  }
}
