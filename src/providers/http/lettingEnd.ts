/** A body that was read to its last word ends at once, or it is not waited for. */
const graceMs = 100;

/**
 * The body, piece by piece. Whoever stops reading closes the connection, unless by then all was said: then the end of the body is waited for, so
 * that the next request finds the connection open.
 */
export async function* lettingEnd(body: ReadableStream<Uint8Array>, isAllSaid: () => boolean): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let hasEnded = false;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
    hasEnded = true;
  } catch (error) {
    hasEnded = true;
    throw error;
  } finally {
    if (!hasEnded) await (isAllSaid() ? readToEnd(reader) : cancel(reader));
  }
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  AbortSignal.timeout(graceMs).addEventListener('abort', () => void cancel(reader), { once: true });
  try {
    while (!(await reader.read()).done);
  } catch {
    // It broke after its last word: nobody misses anything.
  }
}

/** What cannot be cancelled is broken already. */
async function cancel(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  await reader.cancel().catch(() => undefined);
}
