import type { MessageFromPage, PeriodId } from '../features/spend/protocol.ts';

/** What the page remembers of itself while it is hidden: the editor ends it then, and builds it anew. */
export interface PageMemory {
  readonly period: PeriodId;
  /** The ids of the decisions that are open. */
  readonly open: readonly string[];
  readonly scrollY: number;
}

interface VsCodeApi {
  postMessage(message: MessageFromPage): void;
  getState(): PageMemory | undefined;
  setState(state: PageMemory): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export type Post = (message: MessageFromPage) => void;

/** The editor around the page, and the page's memory. */
export class Host {
  readonly #api = acquireVsCodeApi();
  #memory: PageMemory = this.#api.getState() ?? { period: 'day', open: [], scrollY: 0 };

  readonly post: Post = (message) => this.#api.postMessage(message);

  get memory(): PageMemory {
    return this.#memory;
  }

  remember(changes: Partial<PageMemory>): void {
    this.#memory = { ...this.#memory, ...changes };
    this.#api.setState(this.#memory);
  }
}
