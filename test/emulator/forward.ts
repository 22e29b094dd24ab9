import type { Job } from './job.ts';

/** Lets a llama-server write the text: `/infill` for a gap, else its chat endpoint. The emulator counts and streams it as its own. */
export async function forwardToLlamaServer(url: string, job: Job, signal: AbortSignal): Promise<string> {
  const budget = Math.min(job.maxOutputTokens, 512);
  if (job.fillIn) {
    const body = { input_prefix: job.fillIn.prefix, input_suffix: job.fillIn.suffix, n_predict: budget, stop: job.stops, temperature: 0 };
    const answer = (await post(`${url}/infill`, body, signal)) as { readonly content?: string };
    return answer.content ?? '';
  }
  const messages = job.prompt
    .filter((block) => block.role !== 'tools')
    .map((block) => ({ role: ['system', 'assistant'].includes(block.role) ? block.role : 'user', content: block.text }));
  const answer = (await post(`${url}/v1/chat/completions`, { messages, max_tokens: budget, temperature: 0 }, signal)) as {
    readonly choices?: readonly { readonly message?: { readonly content?: string } }[];
  };
  return answer.choices?.[0]?.message?.content ?? '';
}

async function post(url: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
