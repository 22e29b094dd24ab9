/** What is waited for, or undefined as soon as the signal is aborted: nobody waits for a user who stopped it. */
export function untilAborted<Value>(waited: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    waited
      .then(resolve, (error: unknown) => {
        if (signal.aborted) resolve(undefined);
        else reject(error);
      })
      .finally(() => signal.removeEventListener('abort', leave));
  });
}
