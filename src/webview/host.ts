import type { MessageFromPage, PeriodId, View } from '../features/spend/protocol.ts';

/** What the page remembers of itself while it is hidden: the editor ends it then, and builds it anew. */
export interface PageMemory {
  readonly view: View;
  readonly period: PeriodId;
  /** The charts that are shown as tables. */
  readonly tables: readonly string[];
  readonly scrollY: number;
}

interface VsCodeApi {
  postMessage(message: MessageFromPage): void;
  getState(): Partial<PageMemory> | undefined;
  setState(state: PageMemory): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export type Post = (message: MessageFromPage) => void;

const firstMemory: PageMemory = { view: { tab: 'today', range: 30, filters: {}, open: [] }, period: 'month', tables: [], scrollY: 0 };

/** The editor around the page, and the page's memory. */
export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #onLook: ((view: View) => void)[] = [];
  // What an older version remembered lacks fields.
  #memory: PageMemory = { ...firstMemory, ...this.#api.getState() };

  readonly post: Post = (message) => this.#api.postMessage(message);

  get memory(): PageMemory {
    return this.#memory;
  }

  remember(changes: Partial<PageMemory>): void {
    this.#memory = { ...this.#memory, ...changes };
    this.#api.setState(this.#memory);
  }

  /** The user wants to see something else: the host is asked for it. */
  look(changes: Partial<View>): void {
    const view = { ...this.#memory.view, ...changes };
    this.remember({ view });
    this.post({ type: 'look', view });
    for (const listener of this.#onLook) listener(view);
  }

  onLook(listener: (view: View) => void): void {
    this.#onLook.push(listener);
  }
}
