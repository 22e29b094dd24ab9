import type { Ledger } from '../core/ledger/index.ts';
import type { TokenizerPort } from '../core/router.ts';
import { type LearnedRatio, ratioFor, SampleRation } from '../core/tokens/index.ts';

export interface LearningTokenizerPorts {
  readonly counter: { count(texts: readonly string[]): Promise<number> };
  readonly ledger: Pick<Ledger, 'learnedRatios'> & { onDidChange(listener: () => void): { dispose(): void } };
}

/** What all windows learned of the models' tokenizers, read again whenever the ledger changed and somebody asks. */
export class LearningTokenizer implements TokenizerPort {
  readonly #ports: LearningTokenizerPorts;
  readonly #subscription: { dispose(): void };
  /** Undefined until the ledger told it once. */
  #learned: readonly LearnedRatio[] | undefined;
  #isStale = true;
  readonly #ration = new SampleRation();
  #reading = Promise.resolve();

  constructor(ports: LearningTokenizerPorts) {
    this.#ports = ports;
    this.#subscription = ports.ledger.onDidChange(() => {
      this.#isStale = true;
    });
  }

  count: TokenizerPort['count'] = (texts) => this.#ports.counter.count(texts);

  teaches: NonNullable<TokenizerPort['teaches']> = ({ endpoint, model }, fileType) => this.#ration.takes(endpoint.id, model.id, fileType);

  /**
   * Resolves once the ledger told what was learned, and at once from then on: later news may be a request late, the first must not be, or a
   * window's first worst cases would be held as though nothing was known. Where the read fails it resolves too (a paid request finds out itself
   * that the ledger is out of order), and the next one who asks has it read again. Never rejects.
   */
  ready = async (): Promise<void> => {
    if (!this.#learned) await this.#refresh();
  };

  /** What is known now; the next one who asks has what is new. */
  ratio: TokenizerPort['ratio'] = ({ model, endpoint }, fileType) => {
    if (endpoint.billing === 'metered') void this.#refresh();
    return ratioFor(this.#learned ?? [], { endpoint: endpoint.id, model: model.id, startRatio: model.tokenizerRatio ?? 1 }, fileType);
  };

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The ledger's thread answers in the order it is asked, so no older answer replaces a newer one. */
  #refresh(): Promise<void> {
    if (this.#isStale) this.#reading = this.#read();
    return this.#reading;
  }

  async #read(): Promise<void> {
    this.#isStale = false;
    try {
      this.#learned = await this.#ports.ledger.learnedRatios();
    } catch {
      this.#isStale = true;
    }
  }
}
