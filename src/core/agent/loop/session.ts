import type { AgentEvent, RequestCost } from '../event.ts';
import { noCost } from '../money/requestCost.ts';
import type { AgentPorts } from '../ports.ts';
import { foldStanding, type Standing, standingOf } from './standing.ts';

/** An event without the moment of it. */
export type Happening = AgentEvent extends infer Event ? (Event extends AgentEvent ? Omit<Event, 'atMs'> : never) : never;

/** A task while it is worked on: its log grows, and what is made of it with it. */
export class Session {
  readonly ports: AgentPorts;
  readonly #log: AgentEvent[];
  #standing: Standing;

  constructor(ports: AgentPorts, log: readonly AgentEvent[]) {
    this.ports = ports;
    this.#log = [...log];
    this.#standing = standingOf(log);
  }

  get log(): readonly AgentEvent[] {
    return this.#log;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Resolves once it is stored: nothing that follows from it happens before. Rejects where it cannot be, and then nothing does. */
  async record(happening: Happening): Promise<void> {
    const event = { ...happening, atMs: this.ports.clock.now() } as AgentEvent;
    await this.ports.record(event);
    this.#log.push(event);
    this.#standing = foldStanding(this.#standing, event);
  }

  /** Where the books cannot be read, nothing was paid either: they are asked before. It says that it is no more than that. */
  async costOf(id: string): Promise<RequestCost> {
    try {
      return await this.ports.costOf(id);
    } catch {
      return { ...noCost, isEstimate: true };
    }
  }
}
