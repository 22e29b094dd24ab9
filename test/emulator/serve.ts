import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { delay, untilAborted } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { distort } from './distort.ts';
import { Refusal } from './errors.ts';
import type { Fault } from './faults.ts';
import type { Job } from './job.ts';
import { bill, type Prepared, prepare, type Served } from './prepare.ts';
import type { ReceivedRequest } from './received.ts';
import type { Wire } from './wires/wire.ts';

export interface Exchange {
  readonly request: ReceivedRequest;
  readonly response: ServerResponse;
  /** Aborts when the client leaves or the emulator stops. */
  readonly signal: AbortSignal;
  readonly fault: Fault | undefined;
}

/** An answer that ends before its end, on purpose. */
class Ending extends Error {
  readonly billed: boolean;
  constructor(why: string, billed: boolean) {
    super(why);
    this.billed = billed;
  }
}

/** Answers one request, streaming or whole, with its fault, and writes its line of the invoice: what was served until it ended. */
export async function serve(cloud: Cloud, exchange: Exchange, job: Job, wire: Wire): Promise<void> {
  const { fault, signal } = exchange;
  const prepared = await prepare(cloud, exchange.request, job, signal);
  const run = createRun(exchange, job, wire, prepared);
  try {
    if (fault?.kind === 'hang' && fault.afterTokens === 0) await run.hang(fault.billed ?? false);
    const latency = { ...cloud.latency, ...prepared.script.latency, ...(fault?.kind === 'slow' && fault) };
    await delay(latency.firstTokenMs ?? 0, signal);
    prepared.cache.commit(cloud.clock.now());
    await run.answer(latency.perTokenMs ?? 0);
    bill(cloud, job, run.served(), 'finished');
  } catch (error) {
    const ending = run.hanging() ?? (error instanceof Ending ? error : undefined);
    if (ending) bill(cloud, job, run.served(), ending.message, ending.billed);
    else if (signal.aborted) bill(cloud, job, run.served(), 'client left');
    else throw error;
  }
}

function createRun(exchange: Exchange, job: Job, wire: Wire, prepared: Prepared) {
  const { fault, response, signal } = exchange;
  const { generated } = prepared;
  let raw = 0;
  let rawReasoning = 0;
  let isWhole = false;
  let events = 0;
  let hasStarted = false;
  let hanging: Ending | undefined;

  const served = (): Served => prepared.served(raw, rawReasoning, isWhole);
  const usage = () => {
    if (fault?.kind === 'missing-usage') return undefined;
    const reported = wire.usage(served());
    return fault?.kind === 'impossible-usage' ? distort(reported, fault.which) : reported;
  };

  async function hang(billed: boolean): Promise<never> {
    hanging = new Ending(raw === 0 ? 'hung before the first token' : `hung after ${raw} tokens`, billed);
    return untilAborted(signal);
  }

  async function send(lines: readonly string[]): Promise<void> {
    if (!job.stream) return;
    for (const line of lines) {
      await endAtEvent();
      events += 1;
      if (!response.write(line)) await once(response, 'drain', { signal });
    }
  }

  /** Breaks off where the fault says so, counted in events already sent. */
  async function endAtEvent(): Promise<void> {
    if (fault?.kind !== 'cut' && fault?.kind !== 'end-early' && fault?.kind !== 'garbage') return;
    if (events < fault.afterEvents) return;
    if (fault.kind === 'garbage') {
      response.end('\u0000\u0007}{<html>502 Bad Gateway</html>data: {"choices": [{"del\n\n\u001b');
      throw new Ending('garbage', fault.billed ?? fault.afterEvents > 0);
    }
    if (fault.kind === 'end-early') response.end();
    // A write's callback comes when the bytes are with the system: only then may the socket go, or the client sees fewer events.
    else response.write('\n', () => response.socket?.destroy());
    throw new Ending(fault.kind, fault.billed ?? true);
  }

  async function failAtToken(): Promise<void> {
    if (fault?.kind === 'hang' && raw >= fault.afterTokens) await hang(fault.billed ?? true);
    if (fault?.kind !== 'error-event' || raw < fault.afterTokens) return;
    const refusal = new Refusal(fault.status ?? 529, fault.message ?? 'Overloaded');
    if (job.stream) {
      if (fault.withUsage) await send(wire.usageAlone(wire.usage(served())));
      await send(wire.error(refusal));
      response.end();
    }
    // Anthropic's first event has told the usage of the prompt: whoever saw it is billed.
    const hasToldUsage = fault.withUsage || (job.dialect === 'anthropic' && hasStarted);
    throw job.stream ? new Ending('error event', fault.billed ?? hasToldUsage) : refusal;
  }

  async function parts(perTokenMs: number): Promise<void> {
    for (const [index, part] of generated.parts.entries()) {
      await send(wire.partStart(part, index));
      for (const piece of part.pieces) {
        await failAtToken();
        // Without a latency the loop still lets the event loop notice, now and then, that the client has left.
        if (perTokenMs > 0) await delay(perTokenMs * piece.rawTokens, signal);
        else if (raw % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        raw += piece.rawTokens;
        if (part.kind === 'reasoning') rawReasoning += piece.rawTokens;
        await send(wire.piece(part, index, piece.text));
      }
      await send(wire.partEnd(part, index));
    }
    await failAtToken();
  }

  async function answer(perTokenMs: number): Promise<void> {
    if (job.stream) {
      response.writeHead(200, { 'content-type': wire.contentType, 'cache-control': 'no-cache' });
      if (fault?.kind === 'error-event' && fault.afterTokens === 0 && !fault.withUsage) await failAtToken();
      hasStarted = true;
      await send(wire.start(usage()));
    }
    await parts(perTokenMs);
    isWhole = true;
    if (job.stream) {
      await send(wire.finish(generated, usage()));
      response.end();
      return;
    }
    const body = JSON.stringify(wire.whole(generated, usage()));
    response.writeHead(200, { 'content-type': 'application/json' });
    if (fault?.kind === 'cut' || fault?.kind === 'end-early' || fault?.kind === 'garbage') {
      response.write(body.slice(0, Math.floor(body.length / 2)));
      events = fault.afterEvents;
      await endAtEvent();
    }
    response.end(body);
  }

  return { served, hang, hanging: () => hanging, answer };
}
