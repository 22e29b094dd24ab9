import type { StreamPart } from '../../core/task/index.ts';

/** The calls of one answer while their arguments arrive. A key is the provider's own name for the place, its `index` or item id. */
export interface ToolCallsUnderWay {
  /** Nothing starts without an id and a name; the SDKs do not check what they parse. */
  start(key: unknown, id: unknown, name: unknown): readonly StreamPart[];
  add(key: unknown, argumentsText: unknown): readonly StreamPart[];
  end(key: unknown): readonly StreamPart[];
  endAll(): readonly StreamPart[];
  idOf(key: unknown): string | undefined;
  /** How many were started. */
  count(): number;
}

/**
 * Puts tool calls together. A model that calls without arguments writes nothing at all at Anthropic, and `{}` at OpenAI: the finished call says
 * `{}` in both cases, so that it can be parsed, and sent back to any provider.
 */
export function assembleToolCalls(): ToolCallsUnderWay {
  const open = new Map<unknown, { readonly id: string; readonly name: string; argumentsText: string }>();
  let started = 0;
  const end = (key: unknown): readonly StreamPart[] => {
    const call = open.get(key);
    if (!call) return [];
    open.delete(key);
    return [{ type: 'tool-call-end', call: { ...call, argumentsText: call.argumentsText.trim() === '' ? '{}' : call.argumentsText } }];
  };
  return {
    start(key, id, name) {
      if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '') return [];
      const ended = end(key);
      open.set(key, { id, name, argumentsText: '' });
      started += 1;
      return [...ended, { type: 'tool-call-start', id, name }];
    },
    add(key, argumentsText) {
      const call = open.get(key);
      if (!call || typeof argumentsText !== 'string' || argumentsText === '') return [];
      call.argumentsText += argumentsText;
      return [{ type: 'tool-call-delta', id: call.id, argumentsText }];
    },
    end,
    endAll: () => [...open.keys()].flatMap(end),
    idOf: (key) => open.get(key)?.id,
    count: () => started,
  };
}
