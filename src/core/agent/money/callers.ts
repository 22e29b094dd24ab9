import type { AgentEvent } from '../event.ts';

/** Which answer called for what happened, by event: providers number the calls of each answer anew. */
export function callersOf(log: readonly AgentEvent[]): ReadonlyMap<AgentEvent, string> {
  const byCall = new Map<string, string>();
  const byEvent = new Map<AgentEvent, string>();
  let requestId: string | undefined;
  for (const event of log) {
    if (event.type === 'answered') requestId = event.requestId;
    if (event.type === 'called' && requestId !== undefined) byCall.set(event.callId, requestId);
    const caller = 'callId' in event ? byCall.get(event.callId) : undefined;
    if (caller !== undefined) byEvent.set(event, caller);
  }
  return byEvent;
}
