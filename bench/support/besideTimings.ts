import { Agent, request } from 'node:http';
import type { coldPlaces } from './coldPlaces.ts';
import { median } from './statistics.ts';

type ColdPlaces = ReturnType<typeof coldPlaces>;

/**
 * What the server takes for a request beside the times that it tells (of reading the prompt and writing the answer): its HTTP, JSON and tokens. A
 * bare client on one kept connection asks at cold places of the same text; the median of what it waited longer than it was told, in milliseconds.
 */
export async function besideTimingsMs(serverUrl: string, { header, samples }: ColdPlaces): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const beside: number[] = [];
  let text = header;
  for (const { first, second } of samples) {
    text += '\n';
    const body = { input_prefix: text, prompt: `${first}${second}`, input_suffix: '', input_extra: [], n_predict: 96, stop: ['\n'] };
    const began = performance.now();
    const answer = await post(agent, new URL('/infill', serverUrl), {
      ...{ ...body, temperature: 0, stream: false, cache_prompt: true },
      response_fields: ['content', 'stop', 'stop_type', 'timings'],
    });
    const waitedMs = performance.now() - began;
    const { timings } = JSON.parse(answer) as { readonly timings: { readonly prompt_ms: number; readonly predicted_ms: number } };
    beside.push(waitedMs - timings.prompt_ms - timings.predicted_ms);
    text += `${first}${second}`;
  }
  agent.destroy();
  return median(beside);
}

function post(agent: Agent, url: URL, body: object): Promise<string> {
  const sent = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': sent.length };
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}
