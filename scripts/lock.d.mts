export const lockRetryMs: number;

/** Takes the lock that this folder stands for and returns what releases it, or undefined while another process holds it. */
export function tryLock(lock: string): (() => void) | undefined;
