import type { Attributes } from '@opentelemetry/api';

const mostTasks = 1000;

/** What the answers of recent tasks were, for what becomes of them later: an outcome knows its task only. */
export class RecentTasks {
  readonly #attributes = new Map<string, Attributes>();

  /** The last attempt is the one that answered. */
  remember(taskId: string, attributes: Attributes): void {
    this.#attributes.delete(taskId);
    this.#attributes.set(taskId, attributes);
    const [oldest] = this.#attributes.keys();
    if (this.#attributes.size > mostTasks && oldest !== undefined) this.#attributes.delete(oldest);
  }

  /** None where it is too long ago. */
  attributesOf(taskId: string): Attributes {
    return this.#attributes.get(taskId) ?? {};
  }
}
