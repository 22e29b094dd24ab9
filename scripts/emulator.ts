/** `npm run emulator`: the emulated clouds of the tests alone, for trying Farthing by hand without a cent. `-- --port 4010 --forward-to URL` */
import { parseArgs } from 'node:util';
import { startEmulator } from '../test/emulator/startEmulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4010' }, 'forward-to': { type: 'string' } } });
const forwardTo = values['forward-to'];
const emulator = await startEmulator({ port: Number(values.port), ...(forwardTo && { forwardTo }) });
const steer = `${emulator.url}/_emulator`;
console.log(`The emulated clouds answer at ${emulator.url}. Nothing here costs money; Ctrl-C stops it.

Base addresses and keys
${Object.entries(emulator.baseUrls)
  .map(([name, url]) => `  ${name.padEnd(14)} ${url}`)
  .join('\n')}
${Object.entries(emulator.keys)
  .map(([name, key]) => `  ${name.padEnd(14)} ${key}`)
  .join('\n')}

Steering
  curl ${steer}/invoice
  curl ${steer}/requests
  curl ${steer}/catalogue
  curl ${steer}/clock  -d '{"advanceMs": 300000}'
  curl ${steer}/answer -d '{"match": "emu-maple-1", "script": {"text": "Hello."}}'
  curl ${steer}/fault  -d '{"match": "*", "fault": {"kind": "status", "status": 429, "retryAfterSeconds": 2}, "times": 3}'
  curl ${steer}/reset  -d '{}'`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.stop());
