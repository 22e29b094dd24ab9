import type { Ledger } from '../core/ledger/index.ts';
import type { TokenizerPort } from '../core/router.ts';
import { type LearnedRatio, ratioFor } from '../core/tokens/index.ts';

export interface LearningTokenizerPorts {
  readonly counter: { count(texts: readonly string[]): Promise<number> };
  readonly ledger: Pick<Ledger, 'learnedRatios'> & { onDidChange(listener: () => void): { dispose(): void } };
}

/** What all windows learned of the models' tokenizers, read again whenever the ledger changed and somebody asks. */
export class LearningTokenizer implements TokenizerPort {
  readonly #ports: LearningTokenizerPorts;
  readonly #subscription: { dispose(): void };
  #learned: readonly LearnedRatio[] = [];
  #isStale = true;

  constructor(ports: LearningTokenizerPorts) {
    this.#ports = ports;
    this.#subscription = ports.ledger.onDidChange(() => {
      this.#isStale = true;
    });
  }

  count: TokenizerPort['count'] = (texts) => this.#ports.counter.count(texts);

  ratio: TokenizerPort['ratio'] = ({ model, endpoint }, fileType) => {
    if (endpoint.billing === 'metered') this.#refresh();
    return ratioFor(this.#learned, { endpoint: endpoint.id, model: model.id, startRatio: model.tokenizerRatio ?? 1 }, fileType);
  };

  dispose(): void {
    this.#subscription.dispose();
  }

  /** For the next one who asks: this one has what is known now. */
  #refresh(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#ports.ledger.learnedRatios().then(
      (learned) => {
        this.#learned = learned;
      },
      () => undefined,
    );
  }
}
