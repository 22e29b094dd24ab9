import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './errors.ts';
import type { Account, Dialect } from './job.ts';
import { type EmulatedModel, findModel } from './models.ts';

/** The keys that the emulated clouds know; each opens one provider's door. The `Other` ones belong to other customers: no shared caches. */
export const keys = {
  anthropic: 'sk-ant-api03-emu7Qd2mXw9RkTz4LhVb',
  anthropicOther: 'sk-ant-api03-emu3Hs8pYc1NfJg6Wvxa',
  openai: 'sk-proj-emu5Bn0rKt7MzPq2LdXe',
  openaiOther: 'sk-proj-emu9Vc4wGh1SyUj8RfTi',
  azure: 'emuazure6f1c0d9b4a7e8352',
  openrouter: 'sk-or-v1-emu2c9f81b7d04a6e5',
  openrouterByok: 'sk-or-v1-emu7a3e60d5c18b9f4',
  deepseek: 'sk-emu-deepseek-4f7a1c9e',
  mistral: 'emuMistral8KpZ3xQw5RtY',
  compatible: 'emu-compatible-1d8b6f',
};

const account = (name: keyof typeof keys, sells: Account['sells'], bringsOwnKey = false): Account => ({
  name,
  key: keys[name],
  sells,
  bringsOwnKey,
});

export const accounts: readonly Account[] = [
  account('anthropic', 'anthropic'),
  account('anthropicOther', 'anthropic'),
  account('openai', 'openai'),
  account('openaiOther', 'openai'),
  account('azure', 'azure'),
  account('openrouter', 'openrouter'),
  account('openrouterByok', 'openrouter', true),
  account('deepseek', 'deepseek'),
  account('mistral', 'mistral'),
  account('compatible', 'compatible'),
];
const ownMachine: Account = { name: 'ollama', key: '', sells: 'ollama', bringsOwnKey: false };

/** Whose door a path is; on the shared `/v1` the key says it. */
export function dialectOf(path: string, headers: IncomingHttpHeaders): Dialect {
  if (path.startsWith('/v1/messages') || headers['x-api-key'] !== undefined) return 'anthropic';
  if (path.startsWith('/api/v1/')) return 'openrouter';
  if (path.startsWith('/openai/')) return 'azure';
  if (path.startsWith('/api/')) return 'ollama';
  if (path.startsWith('/v1/fim/')) return 'mistral';
  if (path.startsWith('/beta/')) return 'deepseek';
  if (headers.authorization === undefined) return 'openai';
  return accounts.find((known) => known.key === bearer(headers))?.sells ?? 'openai';
}

/** The customer, or 401 in the provider's words. Ollama asks for no key, whichever of its doors is used. */
export function authenticate(dialect: Dialect, headers: IncomingHttpHeaders, requestedModel: string | undefined): Account {
  const given = dialect === 'anthropic' ? (headers['x-api-key'] ?? bearer(headers)) : (headers['api-key'] ?? bearer(headers));
  if (dialect === 'ollama') return ownMachine;
  const found = accounts.find((known) => known.key === given && known.sells === dialect);
  if (found) return found;
  if (requestedModel !== undefined && findModel(requestedModel)?.provider === 'ollama') return ownMachine;
  throw new Refusal(401, unauthorized(dialect, given !== undefined));
}

/** A model that this customer's provider sells. */
export function modelFor(customer: Account, id: string): EmulatedModel {
  const provider = customer.sells === 'azure' ? 'openai' : customer.sells;
  const model = findModel(id);
  if (model?.provider === provider) return model;
  if (provider === 'anthropic') throw new Refusal(404, `model: ${id}`);
  if (provider === 'ollama') throw new Refusal(404, `model '${id}' not found`);
  if (provider === 'openrouter') throw new Refusal(400, `${id} is not a valid model ID`);
  throw new Refusal(404, `The model \`${id}\` does not exist or you do not have access to it.`, { code: 'model_not_found' });
}

const bearer = (headers: IncomingHttpHeaders): string | undefined => headers.authorization?.match(/^Bearer (.+)$/)?.[1];

function unauthorized(dialect: Dialect, hasKey: boolean): string {
  if (dialect === 'anthropic') return hasKey ? 'invalid x-api-key' : 'x-api-key header is required';
  if (dialect === 'azure') return 'Access denied due to invalid subscription key or wrong API endpoint.';
  if (dialect === 'openrouter') return hasKey ? 'User not found.' : 'No auth credentials found';
  if (dialect === 'mistral') return 'Unauthorized';
  return hasKey ? 'Incorrect API key provided.' : "You didn't provide an API key.";
}
