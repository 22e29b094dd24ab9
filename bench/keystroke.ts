/**
 * `keystroke`: what our code does in the extension host for a key where every free source misses: the text around the cursor is read, the sources
 * are looked through, the debounce passes, the request is made and handed to the router. The documents are kept as the host keeps them, the waits
 * are of a simulated clock and cost nothing, the model is scripted and has nothing to say. The control passes the same clock without us.
 */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CompletionEngine } from '../src/core/completion/index.ts';
import type { Router } from '../src/core/router.ts';
import { profileOf, select } from '../src/core/selection/index.ts';
import { FakePosition } from '../test/support/fakeDocument.ts';
import { FakeTime } from '../test/support/fakeTime.ts';
import { pressing } from '../test/support/pressing.ts';
import { nothingSeen } from '../test/support/routing.ts';
import { localCandidate, paidCandidate } from '../test/support/tasks.ts';
import { EditorDocument } from './completion/editorDocument.ts';
import { programOf } from './completion/program.ts';
import type { Benchmark } from './support/benchmark.ts';
import { quantile } from './support/statistics.ts';

const lines = 10_000;
const fewLines = 100;

/** Longer than any debounce. */
const pastDebounceMs = 400;

export const keystroke: Benchmark = async ({ quick, seed }) => {
  const presses = quick ? 300 : 1500;
  const readPlace = await placeReader();
  const [large, small] = [await typist(lines, seed, readPlace), await typist(fewLines, seed, readPlace)];
  for (let warm = 0; warm < 200; warm += 1) {
    await large.press();
    await small.press();
  }
  const runs: Run[] = [];
  for (let run = 0; run < 5; run += 1) runs.push(await measure(presses, large, small));
  const best = (of: (run: Run) => number): number => Math.round(Math.min(...runs.map(of)) * 1000) / 1000;
  const net = (times: (run: Run) => readonly number[], share: number): number =>
    best((run) => quantile(times(run), share) - quantile(run.control, share));
  return {
    lines,
    p50Ms: net(({ large: times }) => times, 0.5),
    p99Ms: net(({ large: times }) => times, 0.99),
    controlP99Ms: best(({ control }) => quantile(control, 0.99)),
    p99MsAt100Lines: net(({ small: times }) => times, 0.99),
    maxBlockMs: best(({ large: times }) => Math.max(...times)),
    presses: presses * 5,
  };
};

interface Run {
  readonly large: readonly number[];
  readonly small: readonly number[];
  readonly control: readonly number[];
}

async function measure(presses: number, large: Typist, small: Typist): Promise<Run> {
  const run = { large: [] as number[], small: [] as number[], control: [] as number[] };
  for (let press = 0; press < presses; press += 1) {
    run.large.push(await large.press());
    run.control.push(await large.idle());
    run.small.push(await small.press());
  }
  return run;
}

interface Typist {
  /** Presses a key somewhere; the real milliseconds that our code took until the request was made. */
  press(): Promise<number>;
  /** The same steps of the clock without us. */
  idle(): Promise<number>;
}

async function typist(lineCount: number, seed: number, readPlace: ReadPlace): Promise<Typist> {
  const program = programOf(seed, Math.ceil(lineCount / 7));
  const document = new EditorDocument(program.split('\n').slice(0, lineCount).join('\n'));
  const shown = document.asTextDocument();
  const time = new FakeTime();
  const candidates = [localCandidate(), ...Array.from({ length: 19 }, (_, index) => paidCandidate(`paid-${index}`, { tier: 'small' }))];
  let asked = 0;
  const router: Router = {
    decide: (task) =>
      select(profileOf(task, nothingSeen), candidates, { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {} }),
    async *route() {
      asked += 1;
      yield { type: 'finish', reason: 'stop' };
    },
  };
  let lastId = 0;
  const newId = (): string => `id-${++lastId}`;
  const engine = new CompletionEngine({ router, timers: time, clock: time, newId, record: () => undefined });
  let presses = 0;
  return {
    async press() {
      presses += 1;
      const line = (presses * 37) % lineCount;
      const position = new FakePosition(line, (shown.lineAt(line).text ?? '').length);
      // No text that was there before: nothing is remembered of it.
      const key = String.fromCharCode(97 + (presses % 26));
      document.insert(position, key);
      const before = asked;
      await nextTurn();
      const began = performance.now();
      const place = readPlace(shown, new FakePosition(line, position.character + 1), undefined);
      const answering = engine.complete({ snapshot: place.snapshot, trigger: 'automatic' }, new AbortController().signal);
      await time.advance(pastDebounceMs);
      const took = performance.now() - began;
      await answering;
      if (asked === before) throw new Error(`press ${presses} asked for nothing`);
      return took;
    },
    async idle() {
      await nextTurn();
      const began = performance.now();
      time.after(10, () => undefined);
      await time.advance(pastDebounceMs);
      return performance.now() - began;
    },
  };
}

type ReadPlace = (
  document: ReturnType<EditorDocument['asTextDocument']>,
  position: FakePosition,
  selected: undefined,
) => { readonly snapshot: Parameters<CompletionEngine['complete']>[0]['snapshot'] };

/** The reader, with a stand-in for the editor's module. */
async function placeReader(): Promise<ReadPlace> {
  const fake = pathToFileURL(path.resolve('bench/completion/vscodeModule.ts')).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: fake, shortCircuit: true } : next(specifier, context)),
  });
  const { readPlace } = await import('../src/features/completion/readSnapshot.ts');
  return readPlace as unknown as ReadPlace;
}
