import type { CancellationToken } from 'vscode';

/** The editor's token as a signal for as long as `work` runs; the listener goes with it. */
export async function withSignal<Value>(token: CancellationToken, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listener = token.onCancellationRequested(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    listener.dispose();
  }
}
