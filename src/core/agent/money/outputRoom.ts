import type { TaskKind } from '../../task/index.ts';

/** Output tokens at the most: room for a file, and the worst case that the cap must hold. ASSUMPTIONS. */
const usual = { chat: 4_000, step: 8_000 } as const;

/** ASSUMPTION: in less there is no room for some thought and an edit of a hundred lines, and an answer that breaks off is paid for all the same. */
const leastUseful = 2_000;

/**
 * How long an answer may be. Half of that each time that the task's cap could not hold the worst case of such a request, because hardly an answer is as
 * long as it may be: the last steps before a cap are short ones.
 */
export function outputRoom(kind: TaskKind, timesHeldBack: number): number {
  return Math.max(leastUseful, halved(kind, timesHeldBack));
}

/** What is left of the cap holds no step that is of use. */
export function isOutOfRoom(kind: TaskKind, timesHeldBack: number): boolean {
  return halved(kind, timesHeldBack) < leastUseful;
}

const halved = (kind: TaskKind, times: number): number => Math.floor((kind === 'chat' ? usual.chat : usual.step) / 2 ** times);
