/** Something that the user is asked, one at a time, until they answer or the task is stopped. */
export class OpenAsk<Asked, Answer> {
  readonly #changed: () => void;
  #open: { readonly asked: Asked; readonly answer: (answer: Answer) => void } | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get asked(): Asked | undefined {
    return this.#open?.asked;
  }

  /** False where nothing is asked. */
  answer(answer: Answer): boolean {
    this.#open?.answer(answer);
    return this.#open !== undefined;
  }

  async ask(asked: Asked, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const stopped = (): void => reject(signal.reason);
    signal.addEventListener('abort', stopped, { once: true });
    this.#open = { asked, answer: resolve };
    this.#changed();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', stopped);
      this.#open = undefined;
      this.#changed();
    }
  }
}
