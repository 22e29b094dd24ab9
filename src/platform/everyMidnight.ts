import type { Disposable } from 'vscode';

/** Today's sum is yesterday's from midnight on, by the clock on the wall. */
export function everyMidnight(work: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const midnight = new Date();
    midnight.setHours(24, 0, 0, 0);
    timer = setTimeout(
      () => {
        work();
        wait();
      },
      midnight.getTime() - Date.now() + 100,
    );
    timer.unref();
  };
  wait();
  return { dispose: () => clearTimeout(timer) };
}
