import { completionTask } from '../../../../src/core/completion/shape.ts';
import type { Snapshot } from '../../../../src/core/completion/snapshot.ts';
import type { WorthQuestion } from '../../../../src/core/completion/worth/judge.ts';
import { paidCandidate } from '../../../support/tasks.ts';

export interface Asked {
  readonly id?: string;
  /** The document; `|` is the cursor. */
  readonly text?: string;
  readonly languageId?: string;
  /** Nano-dollars. */
  readonly cost?: number;
  readonly quality?: number;
}

export function snapshotOf(text: string, languageId = 'typescript'): Snapshot {
  const [prefix = '', suffix = ''] = text.split('|');
  return { uri: 'file:///a.ts', path: 'a.ts', languageId, offset: prefix.length, prefix, suffix };
}

/** A paid question. */
export function asked({ id = 'id-1', text = 'const total = |\n', languageId, cost = 600_000, quality = 0.27 }: Asked = {}): WorthQuestion {
  const snapshot = snapshotOf(text, languageId);
  return {
    snapshot,
    task: completionTask(id, snapshot, 'automatic'),
    atMs: 0,
    decision: {
      outcome: 'chosen',
      chosen: {
        candidate: paidCandidate(),
        expectedCostNanoUsd: cost,
        costPerUsefulNanoUsd: cost,
        quality: { mean: quality, weight: 0, source: 'a test' },
      },
      fallbacks: [],
      rejected: [],
      rules: [],
      rule: 'cheapest',
      reason: 'the only one',
      predicted: { inputTokens: 1000, outputTokens: 20 },
    },
  };
}
