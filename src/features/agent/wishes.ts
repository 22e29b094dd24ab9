import type { AgentEvent, UserWishes } from '../../core/agent/index.ts';

/** What the user set for a task and its log does not have yet: the loop heeds it while it runs. */
export function wishesAfter(wishes: UserWishes, event: AgentEvent): UserWishes | undefined {
  const { approvals, title } = wishes;
  const isSet = event.type === 'approvals-set' && event.approvals === approvals;
  const isNamed = event.type === 'named' && event.title === title;
  // The very same where it is nothing of it: the loop heeds each once.
  if (!isSet && !isNamed) return wishes;
  const left = { ...(!isSet && approvals !== undefined && { approvals }), ...(!isNamed && title !== undefined && { title }) };
  return Object.keys(left).length > 0 ? left : undefined;
}

/** As events: for what rests, and what the loop did not come to any more. */
export function eventsOf({ approvals, title }: UserWishes, atMs: number): readonly AgentEvent[] {
  return [
    ...(approvals === undefined ? [] : [{ atMs, type: 'approvals-set' as const, approvals }]),
    ...(title === undefined ? [] : [{ atMs, type: 'named' as const, title }]),
  ];
}
