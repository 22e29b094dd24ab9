import { ProviderError } from '../../core/task/index.ts';
import { errorOfException } from './fetchError.ts';

/** The text of an answer, and no more bytes than these: a server must not fill the memory. Rejects with a `ProviderError`. */
export async function readLimited(response: Response, host: string, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      // Leaving the loop cancels the body.
      if (bytes > mostBytes) throw new ProviderError('bad-response', `${host} answers with more than ${mostBytes / 1_000_000} MB`);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (cause) {
    throw errorOfException(cause, host);
  }
  return parts.join('') + decoder.decode();
}
