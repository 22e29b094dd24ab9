import type { AgentEvent, AgentMode, TaskOutcome } from '../../core/agent/index.ts';
import type { NanoUsd } from '../../core/money/index.ts';

/** A task in the list of past ones. */
export interface TaskSummary {
  readonly taskId: string;
  readonly title: string | undefined;
  /** How the user began, at most 200 characters of it. */
  readonly asked: string;
  readonly mode: AgentMode;
  /** Undefined: it is not over. */
  readonly outcome: TaskOutcome | undefined;
  readonly startedMs: number;
  readonly changedMs: number;
  readonly costNanoUsd: NanoUsd;
  /** Something of it has no known price. */
  readonly isUnpriced: boolean;
  readonly workspace: string | undefined;
  /** The address of its workspace folder; tasks of before have none. */
  readonly folder: string | undefined;
}

const mostAsked = 200;

/** The summary after these events too. Undefined where no task begins with them. */
export function summaryAfter(summary: TaskSummary | undefined, events: readonly AgentEvent[]): TaskSummary | undefined {
  return events.reduce((before, event) => withEvent(before, event), summary);
}

function withEvent(summary: TaskSummary | undefined, event: AgentEvent): TaskSummary | undefined {
  if (event.type === 'begun') {
    const { taskId, mode, turn, workspace, folder, atMs } = event;
    const asked = turn.text.slice(0, mostAsked);
    return {
      ...{ taskId, title: undefined, asked, mode, outcome: undefined, workspace, folder },
      ...{ startedMs: atMs, changedMs: atMs, costNanoUsd: 0, isUnpriced: false },
    };
  }
  return summary && { ...summary, ...changesBy(summary, event), changedMs: event.atMs };
}

function changesBy(summary: TaskSummary, event: AgentEvent): Partial<TaskSummary> {
  switch (event.type) {
    case 'named':
      return { title: event.title };
    case 'said':
      return { mode: event.mode, outcome: undefined };
    case 'resumed':
    case 'requested':
      return { outcome: undefined };
    case 'ended':
      return { outcome: event.outcome };
    case 'answered':
    case 'unanswered':
    case 'compacted':
    case 'not-compacted':
    case 'reported': {
      const { costNanoUsd, isUnpriced } = event.cost;
      return { costNanoUsd: summary.costNanoUsd + costNanoUsd, isUnpriced: summary.isUnpriced || isUnpriced };
    }
    default:
      return {};
  }
}
