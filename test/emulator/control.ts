import type { Script } from './answers.ts';
import { catalogueRows } from './catalogueRows.ts';
import type { Fault } from './faults.ts';
import { numberOrNone, objectOf, textOf } from './json.ts';
import type { Matcher, ReceivedRequest } from './received.ts';
import type { Emulator } from './startEmulator.ts';

/** Steering from another process, under `/_emulator/`. These requests are kept nowhere and cost nothing. */
export function control(emulator: Emulator, request: ReceivedRequest): { readonly status: number; readonly text: string } {
  const say = (body: unknown, status = 200) => ({ status, text: typeof body === 'string' ? body : JSON.stringify(body) });
  const { body } = request;
  // The caller is a test or a developer at a terminal, and the shapes are those of `fault` and `answer`.
  const matcher = (body.match ?? '*') as Matcher;
  switch (`${request.method} ${request.path.slice('/_emulator/'.length)}`) {
    case 'GET invoice':
      return say(emulator.invoiceJson());
    case 'GET requests':
      return say(emulator.requests());
    case 'GET catalogue':
      return say(catalogueRows());
    case 'GET keys':
      return say({ keys: emulator.keys, baseUrls: emulator.baseUrls });
    case 'POST clock':
      emulator.clock.advance(numberOrNone(body.advanceMs) ?? 0);
      return say({ now: new Date(emulator.clock.now()).toISOString() });
    case 'POST answer':
      emulator.answer(matcher, typeof body.script === 'string' ? textOf(body.script) : (objectOf(body.script) as Script));
      return say({ ok: true });
    case 'POST fault':
      emulator.fault(matcher, body.fault as unknown as Fault, { times: numberOrNone(body.times) ?? 1 });
      return say({ ok: true });
    case 'POST resides':
      emulator.resides(textOf(body.model), objectOf(body.sizes));
      return say({ ok: true });
    case 'POST reset':
      emulator.reset();
      return say({ ok: true });
    default:
      return say({ error: `no ${request.method} ${request.path} here` }, 404);
  }
}
