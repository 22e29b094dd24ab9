import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accounts, keys } from './accounts.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createClock, type SteerableClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { control } from './control.ts';
import { createFaults, type Faults, type Latency } from './faults.ts';
import { createInvoice, type Invoice, type InvoiceLine } from './invoice.ts';
import { type Json, type JsonObject, objectOf } from './json.ts';
import { createPromptCache } from './promptCache.ts';
import type { ReceivedRequest } from './received.ts';
import { createRouter } from './routes/router.ts';
import { warmUp } from './tokens.ts';

export interface EmulatorOptions {
  readonly port?: number;
  /** Epoch milliseconds at which its clock starts; now, unless said otherwise. */
  readonly startAt?: number;
  /** A llama-server that writes the answers no rule gives. */
  readonly forwardTo?: string;
  readonly latency?: Latency;
  /** Azure deployment name -> model id. */
  readonly deployments?: Readonly<Record<string, string>>;
  readonly creditsUsd?: number;
  readonly batchMs?: number;
}

/** A running emulator. Base addresses are the ones that the real SDKs take. */
export interface Emulator {
  readonly url: string;
  readonly baseUrls: Readonly<
    Record<'anthropic' | 'openai' | 'azure' | 'openrouter' | 'deepseek' | 'deepseekBeta' | 'mistral' | 'compatible' | 'ollama', string>
  >;
  readonly keys: typeof keys;
  readonly clock: SteerableClock;
  readonly answer: Answers['add'];
  readonly fault: Faults['add'];
  /** Where a model of Ollama's lies from now on, in the fields of `/api/ps`: `{ size: 4e9, size_vram: 1e9 }`. */
  resides(model: string, sizes: JsonObject): void;
  requests(): readonly ReceivedRequest[];
  invoice(): readonly InvoiceLine[];
  totalNanoUsd(): number;
  invoiceJson(): string;
  /** How many requests are being answered at this moment. */
  underWay(): number;
  /** Forgets caches, rules, faults, requests and the invoice. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  let requests: readonly ReceivedRequest[] = [];
  let ids = 0;
  const cloud: Cloud = {
    clock: createClock(options.startAt),
    cache: createPromptCache(),
    invoice: createInvoice(),
    answers: createAnswers(options.forwardTo),
    faults: createFaults(),
    accounts,
    deployments: options.deployments ?? { 'emu-deployment': 'emu-oak-4' },
    creditsUsd: options.creditsUsd ?? 25,
    latency: options.latency ?? {},
    batchMs: options.batchMs ?? 60_000,
    residences: new Map(),
    nextId: (prefix) => `${prefix}_emu_${String(++ids).padStart(6, '0')}`,
  };
  warmUp();
  const route = createRouter(cloud);
  const underWay = new Set<AbortController>();

  const server = createServer(async (incoming, response) => {
    const left = new AbortController();
    response.on('close', () => left.abort(new Error('the client left')));
    underWay.add(left);
    try {
      const text = await readText(incoming);
      const request = received(incoming, text, requests.length + 1, cloud.clock.now());
      if (request.path.startsWith('/_emulator/')) {
        const said = control(emulator, request);
        response.writeHead(said.status, { 'content-type': 'application/json' }).end(`${said.text}\n`);
        return;
      }
      requests = [...requests, request];
      await route({ request, response, signal: left.signal, fault: cloud.faults.take(request) });
    } catch (error) {
      if (!left.signal.aborted) response.destroy(error instanceof Error ? error : undefined);
    } finally {
      underWay.delete(left);
    }
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const emulator: Emulator = {
    url,
    baseUrls: {
      anthropic: url,
      openai: `${url}/v1`,
      azure: url,
      openrouter: `${url}/api/v1`,
      deepseek: `${url}/v1`,
      deepseekBeta: `${url}/beta`,
      mistral: `${url}/v1`,
      compatible: `${url}/v1`,
      ollama: url,
    },
    keys,
    clock: cloud.clock,
    answer: cloud.answers.add,
    fault: cloud.faults.add,
    resides: (model, sizes) => void cloud.residences.set(model, sizes),
    requests: () => requests,
    ...invoiceOf(cloud.invoice),
    underWay: () => underWay.size,
    reset: () => {
      requests = [];
      for (const part of [cloud.cache, cloud.answers, cloud.faults, cloud.invoice, cloud.residences]) part.clear();
    },
    stop: async () => {
      for (const left of underWay) left.abort(new Error('the emulator stopped'));
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return emulator;
}

const invoiceOf = (invoice: Invoice) => ({ invoice: invoice.lines, totalNanoUsd: invoice.totalNanoUsd, invoiceJson: invoice.toJson });

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function received(incoming: IncomingMessage, text: string, number: number, now: number): ReceivedRequest {
  const target = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    number,
    at: new Date(now).toISOString(),
    method: incoming.method ?? '',
    path: target.pathname.replace(/(?<=.)\/$/, ''),
    query: target.search,
    headers: incoming.headers,
    text,
    body: parsed(text),
  };
}

function parsed(text: string): JsonObject {
  try {
    return objectOf(JSON.parse(text) as Json);
  } catch {
    return {};
  }
}
