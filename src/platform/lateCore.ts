import type { CompletionEngine, CompletionRequest, CompletionResult } from '../core/completion/index.ts';
import type { LoadChatRequestCore } from './chatRequest.ts';
import type { CompletionHealth, NotLoaded } from './completionHealth.ts';
import type { CoreParts } from './coreParts.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';

export interface LateCorePorts {
  readonly load: () => Promise<CoreParts>;
  readonly log: Pick<Log, 'error'>;
  /** Told that nothing can be completed where the parts cannot be loaded. */
  readonly health: Observed<CompletionHealth>;
}

/**
 * What a request goes through, in a file that is loaded once activation is over, because it is as large as all the rest. Who asks before then
 * waits for it; where it cannot be loaded the next question tries anew.
 */
export class LateCore {
  readonly #ports: LateCorePorts;
  /** The first loading, which nobody asked for. */
  #first: Promise<void> | undefined;
  #loading: Promise<CoreParts> | undefined;
  #parts: CoreParts | undefined;
  /** Counts the times that the user left a place: who waited there is not to be answered any more. */
  #left = 0;
  #isClosed = false;

  constructor(ports: LateCorePorts) {
    this.#ports = ports;
  }

  /** Never rejects: that it failed is in the log, and on the status item. */
  load(): Promise<void> {
    this.#first ??= this.#load().then(
      () => undefined,
      (error: unknown) => {
        this.#ports.log.error(`what completes code could not be loaded: ${error}`);
        this.#ports.health.set('not-loaded');
      },
    );
    return this.#first;
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | NotLoaded> {
    // Not a turn later than the editor asks: the engine measures how the user types.
    if (this.#parts && !this.#isClosed) return this.#parts.engine.complete(request, signal);
    const left = this.#left;
    let parts: CoreParts;
    try {
      parts = await this.#load();
    } catch (error) {
      return { outcome: 'none', whyNot: { reason: 'not-loaded', detail: String(error) } };
    }
    if (this.#isClosed || signal.aborted || left !== this.#left) return { outcome: 'none', whyNot: { reason: 'superseded' } };
    return parts.engine.complete(request, signal);
  }

  accepted: CompletionEngine['accepted'] = (...taken) => this.#parts?.engine.accepted(...taken);

  /** What was typed before it was loaded is no matter of it: nothing was offered yet. */
  edited: CompletionEngine['edited'] = (change) => this.#parts?.engine.edited(change);

  closed: CompletionEngine['closed'] = (uri) => this.#parts?.engine.closed(uri);

  leave: CompletionEngine['leave'] = () => {
    this.#left += 1;
    this.#parts?.engine.leave();
  };

  /** What all features but completions ask models through. Rejects where it cannot be loaded, or is closed. */
  readonly requests: LoadChatRequestCore = async () => {
    const parts = await this.#load();
    if (this.#isClosed) throw new Error('the window is being closed');
    return parts;
  };

  /** None before it was loaded. */
  policyProblems = (): readonly string[] => this.#parts?.policyProblems() ?? [];

  /** Ends what is under way, and waits until it is in the books. Nothing is asked from then on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#parts?.close();
  }

  dispose(): void {
    this.#isClosed = true;
    this.#parts?.dispose();
  }

  async #load(): Promise<CoreParts> {
    this.#loading ??= this.#ports.load();
    const loading = this.#loading;
    try {
      const parts = await loading;
      // The window was closed meanwhile.
      if (this.#isClosed && !this.#parts) parts.dispose();
      this.#parts ??= parts;
      if (this.#ports.health.value === 'not-loaded') this.#ports.health.set('well');
      return parts;
    } catch (error) {
      if (this.#loading === loading) this.#loading = undefined;
      throw error;
    }
  }
}
