import type { AgentEvent, AgentEventOf, TaskOutcome } from '../../src/core/agent/index.ts';

export function eventsOf<Type extends AgentEvent['type']>(log: readonly AgentEvent[], type: Type): readonly AgentEventOf<Type>[] {
  return log.filter((event): event is AgentEventOf<Type> => event.type === type);
}

/** How the task ended; undefined where it waits. */
export function endOf(log: readonly AgentEvent[]): TaskOutcome | undefined {
  const last = log.at(-1);
  return last?.type === 'ended' ? last.outcome : undefined;
}

/** Who answered, in order. */
export function modelsIn(log: readonly AgentEvent[]): readonly { readonly model: string; readonly tier: string }[] {
  return eventsOf(log, 'answered').map(({ by: { model, tier } }) => ({ model, tier }));
}

/** What the loop's own runs of the tests came to: how many failed, each time. */
export function verificationsIn(log: readonly AgentEvent[]): readonly (number | undefined)[] {
  return eventsOf(log, 'ran')
    .filter(({ callId }) => callId.startsWith('verify:'))
    .map(({ result }) => result.facts?.tests?.failed);
}

/** Results of calls, as the model was told them. */
export function resultsIn(log: readonly AgentEvent[]): readonly string[] {
  return log.flatMap((event) => {
    if (event.type === 'ran') return [event.result.text];
    if (event.type === 'refused') return [event.reason];
    if (event.type === 'reported') return [event.text];
    return event.type === 'called' && event.problem !== undefined ? [event.problem] : [];
  });
}
