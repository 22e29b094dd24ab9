import type { CacheRequest } from '../core/caching/index.ts';
import type { Candidate } from '../core/catalogue/index.ts';
import { longestAnswerTokens, type Snapshot } from '../core/completion/index.ts';
import { allow, type Policy } from '../core/policy/index.ts';
import type { Provider, ProviderCall } from '../core/provider.ts';
import type { Clock, Router } from '../core/router.ts';
import { outputLimit } from '../core/selection/index.ts';
import { ProviderError, type Segment, type Task } from '../core/task/index.ts';
import { fitToContext } from '../core/tokens/index.ts';

export interface WarmingPorts {
  /** Who would answer. */
  readonly router: Pick<Router, 'decide'>;
  readonly adapters: { get(id: string): Provider | undefined };
  readonly policy: () => Policy;
  /** Which slot of the server the next completion will use. */
  readonly plan: (candidate: Candidate, request: CacheRequest) => ProviderCall['cachePlan'];
  /** Local servers came, went, or have another model. */
  readonly localServers: { onDidChange(listener: () => void): { dispose(): void } };
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: { debug(text: string): void };
}

/** What is said of a place: nothing of its text is in what a server is told ahead. */
type Origin = Pick<Snapshot, 'languageId' | 'workspace' | 'path'>;

/** So long is a server left alone whose warm-up failed: it may have been busy, or loading its model. An ASSUMPTION. */
const failureMs = 60_000;

/**
 * Has the local server read what the next completion's prompt begins with, while nobody waits for it. Only servers on this machine that answer
 * completions are asked. One where it failed is left alone for a while; one that has no way to be told ahead, until something changes about the
 * servers.
 */
export class Warming {
  readonly #ports: WarmingPorts;
  /** Until when an endpoint is left alone, in ms, by its id. */
  readonly #leftAlone = new Map<string, number>();
  readonly #subscription: { dispose(): void };
  #underWay: AbortController | undefined;

  constructor(ports: WarmingPorts) {
    this.#ports = ports;
    this.#subscription = ports.localServers.onDidChange(() => this.#leftAlone.clear());
  }

  /** Never rejects. What was under way before is given up. */
  async warm(segments: readonly Segment[], origin: Origin): Promise<void> {
    this.abort();
    const call = this.#callFor(segments, origin);
    const provider = call && this.#ports.adapters.get(call.candidate.endpoint.adapter);
    if (!call || !provider?.warm) return;
    const underWay = new AbortController();
    this.#underWay = underWay;
    try {
      await provider.warm(call, underWay.signal);
    } catch (error) {
      if (underWay.signal.aborted) return;
      const untilMs = isForGood(error) ? Number.POSITIVE_INFINITY : this.#ports.clock.now() + failureMs;
      this.#leftAlone.set(call.candidate.endpoint.id, untilMs);
      this.#ports.log.debug(`completion: ${call.candidate.endpoint.id} was not told ahead: ${error}`);
    } finally {
      if (this.#underWay === underWay) this.#underWay = undefined;
    }
  }

  /** A completion is asked: the server has better things to do. */
  abort(): void {
    this.#underWay?.abort();
    this.#underWay = undefined;
  }

  dispose(): void {
    this.abort();
    this.#subscription.dispose();
  }

  /** Undefined where no server on this machine would answer, or where it may not see these files. */
  #callFor(segments: readonly Segment[], origin: Origin): ProviderCall | undefined {
    const context = segments.filter(({ role }) => role === 'context');
    if (context.length === 0) return undefined;
    const task = this.#taskOf(context, origin);
    const decision = this.#ports.router.decide(task);
    if (decision.outcome === 'refused') return undefined;
    const { candidate } = decision.chosen;
    if (!this.#mayAsk(candidate, task)) return undefined;
    // The same room as the next request leaves its answer, or less by a line's: what it finds is what it begins with.
    const { contextTokens = Number.POSITIVE_INFINITY } = candidate.model;
    const room = contextTokens - outputLimit(task.maxOutputTokens, candidate.model);
    const fitted = fitToContext(task.segments, room);
    return {
      candidate,
      kind: task.kind,
      segments: fitted,
      maxOutputTokens: 0,
      stop: [],
      tools: [],
      cachePlan: this.#ports.plan(candidate, { kind: task.kind, segments: fitted, tools: [], atMs: this.#ports.clock.now() }),
    };
  }

  #mayAsk(candidate: Candidate, { kind, paths = [], origin: { workspace } }: Task): boolean {
    const { billing, needsKey, id } = candidate.endpoint;
    if (billing !== 'local' || needsKey || this.#ports.clock.now() < (this.#leftAlone.get(id) ?? 0)) return false;
    return allow(candidate, this.#ports.policy(), { kind, paths, ...(workspace !== undefined && { workspace }) }).allowed;
  }

  #taskOf(context: readonly Segment[], { languageId, workspace, path }: Origin): Task {
    return {
      id: this.#ports.newId(),
      kind: 'completion.line',
      segments: [
        ...context,
        { role: 'prefix', stability: 'turn', text: '', name: path },
        { role: 'suffix', stability: 'turn', text: '', name: path },
      ],
      paths: [path, ...context.flatMap(({ name }) => name ?? [])],
      maxOutputTokens: longestAnswerTokens,
      stop: [],
      origin: { trigger: 'automatic', language: languageId, ...(workspace !== undefined && { workspace }) },
    };
  }
}

/** It has no such route, or cannot do it with this model. */
function isForGood(error: unknown): boolean {
  return error instanceof ProviderError && (error.reason === 'unsupported' || error.reason === 'not-found');
}
