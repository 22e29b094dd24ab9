import { startService } from '../../scripts/rig/childService.ts';
import { freePort } from '../../scripts/rig/freePort.ts';
import { ensureEngine } from './installEngine.ts';

export interface RunningEngine {
  readonly kind: 'llama-server' | 'node';
  /** Without a slash at its end: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly pid: number;
  /** What the server logged so far. */
  output(): string;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): void;
}

/** Starts the local model server with the copy model, on 127.0.0.1, and returns when it answers. It ends with this process at the latest. */
export async function startEngine({ port }: { readonly port?: number } = {}): Promise<RunningEngine> {
  const engine = await ensureEngine();
  const chosenPort = port ?? (await freePort());
  const url = `http://127.0.0.1:${chosenPort}`;
  const address = ['--alias', 'copy', '--host', '127.0.0.1', '--port', String(chosenPort)];
  const service = await startService({
    name: 'The local model server',
    program: engine.program,
    programArguments: [...engine.programArguments, '-m', engine.model, ...address, ...(engine.kind === 'llama-server' ? serverFlags : [])],
    readyUrl: `${url}/health`,
  });
  return { kind: engine.kind, url, pid: service.pid, output: service.output, stop: service.stop, kill: service.kill };
}

const serverFlags = [
  // /infill drops extra files without a word unless the context is larger than the batch, by as much as they need.
  ...['-c', '8192', '-b', '1024', '-ub', '512', '-np', '1'],
  // One thread: two, which wait for each other by spinning, are a thousand times slower on a busy machine.
  ...['-t', '1', '-tb', '1'],
  ...['--metrics', '--no-ui', '--offline'],
];
