import * as v from 'valibot';
import { ProviderError } from '../../core/task/index.ts';
import { errorOfException, errorOfResponse } from './fetchError.ts';
import { fewWords } from './providerWords.ts';

/** The JSON answer of a request, checked against its schema. Rejects with a `ProviderError`. */
export async function readJson<Schema extends v.GenericSchema>(
  fetch: typeof globalThis.fetch,
  url: URL,
  init: RequestInit,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw errorOfException(cause, url.origin);
  });
  if (!response.ok) throw await errorOfResponse(response);
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new ProviderError('bad-response', `${url.href} did not answer with JSON`, { cause });
  });
  const checked = v.safeParse(schema, body);
  if (!checked.success) throw new ProviderError('bad-response', `${url.href}: ${fewWords(checked.issues[0].message)}`);
  return checked.output;
}
