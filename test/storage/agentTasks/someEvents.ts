import type { AgentEvent, AgentEventOf, RequestCost } from '../../../src/core/agent/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';

export function begun(overrides: Partial<AgentEventOf<'begun'>> = {}): AgentEvent {
  return {
    ...{ type: 'begun', atMs: 1000, taskId: 'task', mode: 'agent', approvals: 'edits', capNanoUsd: 1_000_000 },
    ...{ turn: { text: 'Fix the test', attachments: [], images: [] }, instructions: [], workspace: 'shop' },
    ...overrides,
  };
}

const cost = (costNanoUsd: number): RequestCost => ({
  ...{ costNanoUsd, isEstimate: false, isUnpriced: false, countedNanoUsd: costNanoUsd, baselineNanoUsd: 0 },
  usage: noUsage,
});

export const answered = (costNanoUsd: number, atMs = 2000): AgentEvent => ({
  ...{ type: 'answered', atMs, requestId: 'r', text: 'Done\nand well', calls: [], finish: 'stop' },
  by: { model: 'm', endpoint: 'e', tier: 'small', reason: 'cheapest' },
  cost: cost(costNanoUsd),
});

export const named = (title: string, atMs = 3000): AgentEvent => ({ type: 'named', atMs, title });

export const ended = (atMs = 4000): AgentEvent => ({ type: 'ended', atMs, outcome: 'done', words: '' });
