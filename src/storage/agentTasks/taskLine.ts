import type { AgentEvent } from '../../core/agent/index.ts';

/** The first line of each file. A file of a later format is only read. */
export interface TaskHeader {
  readonly format: number;
}

export const taskFormat = 1;

/** Bytes of a line: images of the user's are in it. */
export const mostLineBytes = 20_000_000;

const eventTypes: Readonly<Record<AgentEvent['type'], true>> = {
  ...{
    begun: true,
    said: true,
    named: true,
    'approvals-set': true,
    requested: true,
    answered: true,
    unanswered: true,
    called: true,
    'approval-asked': true,
  },
  ...{ 'approval-answered': true, approved: true, refused: true, checkpoint: true, ran: true, delegated: true, reported: true },
  ...{ compacted: true, 'not-compacted': true, paused: true, resumed: true, 'tier-asked': true, undone: true, ended: true },
};

/** Undefined where the line is neither an event nor a header of ours. */
export function readLine(line: Buffer): AgentEvent | TaskHeader | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    if (isEvent(value)) return value;
    const { format } = (value ?? {}) as { format?: unknown };
    return typeof format === 'number' && Number.isSafeInteger(format) ? { format } : undefined;
  } catch {
    return undefined;
  }
}

/** The files are our own: what is checked is that nothing was torn or overwritten, not what an event says. */
function isEvent(value: unknown): value is AgentEvent {
  const { type, atMs } = (value ?? {}) as { type?: unknown; atMs?: unknown };
  return typeof type === 'string' && Object.hasOwn(eventTypes, type) && typeof atMs === 'number';
}

export const lineOf = (value: AgentEvent | TaskHeader): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
