import { type Throttled, throttle } from '../../../platform/throttle.ts';
import type { AgentViewDelta } from '../protocol.ts';

/** What streams is read by people, and each message costs a turn of the page. */
const intervalMs = 50;

/** What streams of answers, gathered for a moment before the page is told. */
export class StreamedText {
  readonly #deltas = new Map<string, AgentViewDelta>();
  readonly #tell: Throttled;

  constructor(post: (delta: AgentViewDelta) => void) {
    this.#tell = throttle(intervalMs, () => {
      const deltas = [...this.#deltas.values()];
      this.#deltas.clear();
      for (const delta of deltas) post(delta);
    });
  }

  add(delta: AgentViewDelta): void {
    const waiting = this.#deltas.get(delta.id);
    this.#deltas.set(delta.id, waiting ? { ...waiting, text: waiting.text + delta.text } : delta);
    this.#tell.run();
  }

  /** A state that goes out has all that streamed until now. */
  clear(): void {
    this.#deltas.clear();
  }

  dispose(): void {
    this.#tell.dispose();
  }
}
