import type { AgentEvent, RequestCost } from '../event.ts';
import { costAsKnown } from '../money/requestCost.ts';
import type { AgentPorts, UserWishes } from '../ports.ts';
import { foldStanding, type Standing, standingOf } from './standing.ts';

/** An event without the moment of it. */
export type Happening = AgentEvent extends infer Event ? (Event extends AgentEvent ? Omit<Event, 'atMs'> : never) : never;

/** A task while it is worked on: its log grows, and what is made of it with it. */
export class Session {
  readonly ports: AgentPorts;
  readonly #log: AgentEvent[];
  #standing: Standing;
  #heeded: UserWishes | undefined;

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

  /** What the user set meanwhile holds from here on: once in each log, also in that of a subtask, which nobody names. */
  async heed(): Promise<void> {
    const wishes = this.ports.wishes?.();
    if (!wishes || wishes === this.#heeded) return;
    this.#heeded = wishes;
    const { approvals, title } = wishes;
    const { state } = this.#standing;
    const hasGrants = state.grants.edits || state.grants.hashes.length > 0;
    const isNew = approvals !== state.approvals || (approvals === 'every-step' && hasGrants);
    if (approvals !== undefined && isNew) await this.record({ type: 'approvals-set', approvals });
    if (title !== undefined && title !== state.title && !state.subtaskOf) await this.record({ type: 'named', title });
  }

  costOf(id: string): Promise<RequestCost> {
    return costAsKnown((each) => this.ports.costOf(each), id);
  }
}
