import type { MessageFromPage, PageCommand } from '../../features/agent/protocol.ts';

/** What the page remembers of itself while it is hidden: the editor ends it then, and builds it anew. */
interface PageMemory {
  /** What the user is writing. */
  readonly draft: string;
}

interface VsCodeApi {
  postMessage(message: MessageFromPage): void;
  getState(): Partial<PageMemory> | undefined;
  setState(state: PageMemory): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor around the page, and the page's memory. */
export class AgentHost {
  readonly #api = acquireVsCodeApi();

  readonly post = (message: MessageFromPage): void => this.#api.postMessage(message);

  readonly run = (command: PageCommand): void => this.post({ type: 'run', command });

  get draft(): string {
    return this.#api.getState()?.draft ?? '';
  }

  set draft(draft: string) {
    this.#api.setState({ draft });
  }
}

export type Post = AgentHost['post'];
