import { isObject, type JsonObject } from './json.ts';

/** Makes nonsense of a usage object, whoever's shape it has. */
export function distort(usage: JsonObject, which: 'negative' | 'cached-above-prompt' | 'huge' | 'text', ofPrompt = 0): JsonObject {
  const prompt = Number(usage.prompt_tokens ?? usage.input_tokens ?? ofPrompt);
  return Object.fromEntries(
    Object.entries(usage).map(([name, value]) => {
      if (isObject(value)) return [name, distort(value, which, prompt)];
      const isOutput = /^(output|completion)_tokens$|^eval_count$/.test(name);
      const isInput = /^(input|prompt)_tokens$|^prompt_eval_count$/.test(name);
      const isCached = /^(cached_tokens|cache_read_input_tokens|prompt_cache_hit_tokens)$/.test(name);
      if (which === 'negative' && isOutput) return [name, -7];
      if (which === 'huge' && (isOutput || isInput)) return [name, 9e15];
      if (which === 'text' && (isOutput || isInput)) return [name, 'many'];
      if (which === 'cached-above-prompt' && isCached) return [name, name === 'cache_read_input_tokens' ? 9e15 : prompt + 1000];
      return [name, value];
    }),
  );
}
