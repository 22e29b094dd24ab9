import type { AgentEvent, CallResult, FileChange, RequestCost, ResultFacts } from '../../../../src/core/agent/index.ts';
import { noCost } from '../../../../src/core/agent/money/index.ts';
import type { LedgerEntry } from '../../../../src/core/ledger/index.ts';

/** An event without its time. */
type Untimed = AgentEvent extends infer Event ? (Event extends AgentEvent ? Omit<Event, 'atMs'> : never) : never;

/** A log of these events, a second apart. */
export function logOf(...events: readonly (Untimed | readonly Untimed[])[]): readonly AgentEvent[] {
  return events.flat().map((event, index) => ({ ...event, atMs: startMs + index * 1000 }) as AgentEvent);
}

/** 2026-11-05, noon in UTC. */
export const startMs = Date.UTC(2026, 10, 5, 12);

export const begun = {
  type: 'begun',
  taskId: 'P',
  mode: 'agent',
  approvals: 'edits',
  turn: { text: 'Mend the till.', attachments: [], images: [] },
  capNanoUsd: 1000,
  instructions: [],
} as const satisfies Untimed;

export const said = { type: 'said', turn: { text: 'And now?', attachments: [], images: [] }, mode: 'agent' } as const satisfies Untimed;

export function costs(costNanoUsd: number, baselineNanoUsd = 0): RequestCost {
  return { ...noCost, costNanoUsd, countedNanoUsd: costNanoUsd, baselineNanoUsd };
}

interface Asked {
  readonly id: string;
  readonly step?: number;
  readonly kind?: LedgerEntry['kind'];
  readonly tier?: string;
  readonly cost?: RequestCost;
  /** What it calls for; a name that begins with `?` cannot be read. */
  readonly calls?: readonly string[];
}

/** A request, its answer and its calls, which have the ids `ID/0`, `ID/1` ... */
export function step({
  id,
  step: number = 1,
  kind = 'agent.step',
  tier = 'medium',
  cost = costs(10, 100),
  calls = [],
}: Asked): readonly Untimed[] {
  return [
    { type: 'requested', requestId: id, kind, step: number },
    {
      type: 'answered',
      requestId: id,
      text: '',
      calls: calls.map((argumentsText, index) => ({ id: `${id}/${index}`, name: 'do', argumentsText })),
      finish: calls.length > 0 ? 'tool-calls' : 'stop',
      by: { model: 'm', endpoint: 'e', tier, reason: 'it is its turn' },
      cost,
    },
    ...calls.map((call, index): Untimed => {
      const callId = `${id}/${index}`;
      return call.startsWith('?')
        ? { type: 'called', callId, problem: 'no such tool' }
        : { type: 'called', callId, call: { tool: 'list', path: call } };
    }),
  ];
}

export function ran(callId: string, facts: ResultFacts = {}): Untimed {
  const result: CallResult = { isError: false, text: '', facts };
  return { type: 'ran', callId, result, tookMs: 1 };
}

export function changed(path: string, before: string | undefined, after: string | undefined): { readonly changes: readonly FileChange[] } {
  return { changes: [{ path, before, after }] };
}

export const tests = (failed: number): ResultFacts => ({ tests: { failed, passed: 9 } });

export const ended = (outcome: 'done' | 'stopped' | 'failed' = 'done'): Untimed => ({ type: 'ended', outcome, words: '' });
