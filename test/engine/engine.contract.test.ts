import { describe, expect, inject, it } from 'vitest';
import { type InfillRequest, type Prediction, predictChat, predictCompletion, predictInfill } from './copyRule.ts';

const url = inject('engineUrl');

/** As sure as the greedy choice can be made: llama-server's own way of saying it, and the stand-in's. */
const greedy = { temperature: 0, top_k: 1, cache_prompt: false };

describe('The local model server', () => {
  it('completes a prompt as the rule says', async () => {
    for (const source of sampleSources(12)) {
      const { choices } = await post<CompletionAnswer>('/v1/completions', { prompt: source, max_tokens: 24, ...greedy });
      expectPredicted(choices[0]?.text, predictCompletion(source, 24));
    }
  });

  it('fills in between prefix and suffix as the rule says', async () => {
    for (const source of sampleSources(12)) await expectInfill({ prefix: source, suffix: '\nreturn 0;\n' });
  });

  it('continues from the prefix, not from the suffix', async () => {
    const answer = await infill({ prefix: 'alpha beta gamma;\ndelta beta', suffix: '\nomega beta' }, 6);
    expect(answer.content).toBe(' gamma');
  });

  it('copies from the suffix, so the suffix reaches the model', async () => {
    const request = { prefix: 'let sum = comp', suffix: ';\nlog computeTotal(items);\n' };
    const answer = await infill(request, 20, { stop: [';'] });
    expect(answer.content).toBe('uteTotal(items)');
  });

  it('copies from extra files, so the extra context reaches the model', async () => {
    const extra = [{ filename: 'a.ts', text: 'const zebraCrossing = quickSort(listOfItems);\n' }];
    const request = { prefix: 'const zeb', suffix: '\n', extra };
    expect((await infill({ ...request, extra: [] }, 40, { stop: ['\n'] })).content).toBe('');
    expect((await infill(request, 40, { stop: ['\n'] })).content).toBe('raCrossing = quickSort(listOfItems);');
    await expectInfill(request);
  });

  it('takes the beginning of the line apart from the prefix', async () => {
    await expectInfill({ prefix: 'const zebra = sort(list);\n', prompt: 'const zeb', suffix: '\n' });
  });

  it('copies from its own answer when it repeats itself', async () => {
    await expectInfill({ prefix: 'abcabcab', suffix: '\n' });
  });

  it('ends before a stop word and says so', async () => {
    const request = { prefix: 'call(one, two);\ncall(', suffix: '' };
    expect(await infill(request, 40, { stop: [','] })).toMatchObject({ content: 'one', stop_type: 'word', stopping_word: ',' });
  });

  it('ends after n_predict tokens and says so', async () => {
    const request = { prefix: 'call(one, two);\ncall(', suffix: '' };
    expect(await infill(request, 5)).toMatchObject({ content: 'one, ', stop_type: 'limit', tokens_predicted: 5 });
  });

  it('ends by itself where nothing is to be copied', async () => {
    expect(await infill({ prefix: 'xyzzy', suffix: '' }, 5)).toMatchObject({ content: '', stop_type: 'eos' });
  });

  it('answers a chat as the rule says, and counts its tokens', async () => {
    const messages = [
      { role: 'system', content: 'You repeat what follows.' },
      { role: 'user', content: 'assistant\nof course, sir' },
    ];
    const answer = await post<ChatAnswer>('/v1/chat/completions', { messages, max_tokens: 30, ...greedy });
    expectPredicted(answer.choices[0]?.message.content, predictChat(messages, 30));
    expect(answer.usage.total_tokens).toBe(answer.usage.prompt_tokens + answer.usage.completion_tokens);
  });

  it('streams the same text in parts', async () => {
    const request = { prefix: 'call(one, two);\ncall(', suffix: '' };
    const response = await fetch(`${url}/infill`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...infillBody(request, 9), stream: true }),
    });
    const events = (await response.text())
      .split('\n')
      .flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6)) as InfillAnswer] : []));
    expect(events.length).toBeGreaterThan(2);
    expect(events.map((event) => event.content).join('')).toBe('one, two)');
    expect(events.at(-1)).toMatchObject({ stop: true, tokens_predicted: 9 });
  });

  it('stops working when the client goes away', async () => {
    // Two hundred repeated bytes are copied without end, so that only the abort can end this.
    const abort = new AbortController();
    const body = JSON.stringify({ ...infillBody({ prefix: 'abcdefgh'.repeat(25), suffix: '' }, 4000), stream: true });
    const response = await fetch(`${url}/infill`, { method: 'POST', headers, body, signal: abort.signal });
    await response.body?.getReader().read();
    const abortedAt = performance.now();
    abort.abort();
    await infill({ prefix: 'xyzzy', suffix: '' }, 1);
    expect(performance.now() - abortedAt).toBeLessThan(2000);
  });

  it('names its model', async () => {
    const models = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] };
    expect(models.data.map((model) => model.id)).toEqual(['copy']);
  });
});

interface CompletionAnswer {
  readonly choices: readonly { readonly text: string }[];
}

interface ChatAnswer {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
}

interface InfillAnswer {
  readonly content: string;
  readonly stop: boolean;
  readonly stop_type: string;
  readonly stopping_word: string;
  readonly tokens_predicted: number;
}

const headers = { 'content-type': 'application/json' };

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

function infillBody({ prefix, suffix, prompt, extra = [] }: InfillRequest, limit: number): object {
  return {
    input_prefix: prefix,
    input_suffix: suffix,
    input_extra: extra,
    n_predict: limit,
    ...(prompt === undefined ? {} : { prompt }),
    ...greedy,
  };
}

function infill(request: InfillRequest, limit: number, more: object = {}): Promise<InfillAnswer> {
  return post('/infill', { ...infillBody(request, limit), ...more });
}

async function expectInfill(request: InfillRequest): Promise<void> {
  const { content } = await infill(request, 24);
  expectPredicted(content, predictInfill(request, 24));
}

/** Equal up to where the rule is sure; and where it is sure of everything, the end is the same too. */
function expectPredicted(answer: string | undefined, { text, sure, stopped }: Prediction): void {
  expect(sure).toBeGreaterThan(0);
  if (sure === text.length && stopped) expect(answer).toBe(text);
  else expect(answer?.slice(0, sure)).toBe(text.slice(0, sure));
}

/** Code-like texts, the same at every run, which break off in the middle of a word that has occurred. */
function sampleSources(count: number): readonly string[] {
  const words = ['const', 'let', 'alpha', 'beta', 'gamma', 'compute', 'render', 'state', 'value', 'index', 'return', 'items', 'push'];
  const joints = [' = ', '(', ');\n', ', ', '.', ' + '];
  let state = 7;
  const pick = <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return from[(state >>> 8) % from.length] as T;
  };
  return Array.from({ length: count }, () => {
    const all = Array.from({ length: 25 }, () => pick(words) + pick(joints)).join('');
    const used = words.filter((word) => all.includes(word));
    return all + pick(used).slice(0, 3);
  });
}
