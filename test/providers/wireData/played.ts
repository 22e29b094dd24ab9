import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Candidate, Quirks } from '../../../src/core/catalogue/index.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/task/index.ts';
import { collect } from '../../support/collect.ts';
import type { Handler, ScriptedServer } from '../../support/scriptedServer.ts';
import { callOf, chatTask, paidCandidate } from '../../support/tasks.ts';
import { joined } from '../openaiCompatible/recordedStreams.ts';

type StartServer = (routes: Readonly<Record<string, Handler>>) => Promise<ScriptedServer>;

/** Recordings of others, where they may lie: beside the repository. */
export const folder = path.resolve(import.meta.dirname, '../../../../shared/data/wire');

export const textOfFile = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

/** A recording of one event a line, as server-sent events with the names that their types are. */
export const asNamedEvents = (lines: string): string =>
  lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `event: ${(JSON.parse(line) as { readonly type: string }).type}\ndata: ${line}\n\n`)
    .join('');

/** The same without names, and with the end that Chat Completions have. */
export const asChunks = (lines: string): string =>
  `${lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `data: ${line}\n\n`)
    .join('')}data: [DONE]\n\n`;

/** What an adapter makes of a body that a server plays, neighbouring deltas joined. */
export async function played(
  startServer: StartServer,
  provider: Provider,
  body: string,
  quirks: Quirks = {},
): Promise<readonly StreamPart[]> {
  const play: Handler = (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body);
  const server = await startServer({ 'POST /v1/messages': play, 'POST /v1/responses': play, 'POST /v1/chat/completions': play });
  const { model, endpoint } = paidCandidate('recorded', { quirks });
  const candidate: Candidate = { model, endpoint: { ...endpoint, baseUrl: server.url } };
  return joined(await collect(provider.stream(callOf(chatTask(), candidate), new AbortController().signal)));
}
