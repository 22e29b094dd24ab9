/**
 * `npm run bench -- NAME [--quick] [--seed N]`: runs one benchmark, prints a table, and as the last line one JSON object.
 * `npm run bench -- all` runs every one and writes bench/results/latest.json; with `--record`, one benchmark takes its own place in it anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { activation } from './activation.ts';
import { agent } from './agent.ts';
import { cache } from './cache.ts';
import { completion } from './completion.ts';
import { failover } from './failover.ts';
import { fim } from './fim.ts';
import { forecast } from './forecast.ts';
import { fuzz } from './fuzz.ts';
import { keystroke } from './keystroke.ts';
import { ledger } from './ledger.ts';
import { meter } from './meter.ts';
import { replay } from './replay.ts';
import { router } from './router.ts';
import { security } from './security.ts';
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, printTable } from './support/benchmark.ts';
import { workbench } from './workbench.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  activation,
  workbench,
  meter,
  cache,
  failover,
  replay,
  router,
  ledger,
  forecast,
  completion,
  keystroke,
  fim,
  fuzz,
  security,
  agent,
};

const latest = path.join(import.meta.dirname, 'results', 'latest.json');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) fail(`--seed takes a whole number, not ${values.seed}`);
if (values.record && values.quick) fail('--record keeps whole runs: leave --quick out');
const options: BenchmarkOptions = { quick: values.quick, seed };

if (name === 'all') {
  const all: BenchmarkResult[] = [];
  for (const [each, benchmark] of Object.entries(benchmarks)) all.push(await run(each, benchmark));
  write(all);
  console.log(JSON.stringify({ bench: 'all', node: process.version, at: new Date().toISOString(), seed, benchmarks: all.length }));
} else {
  const benchmark = benchmarks[name];
  if (!benchmark) fail(`usage: npm run bench -- NAME [--quick] [--seed N], NAME one of ${Object.keys(benchmarks).join(', ')}, all`);
  const result = await run(name, benchmark);
  if (values.record) write(inPlace(recorded(), result));
  console.log(JSON.stringify(result));
}
process.exit(0);

function recorded(): readonly BenchmarkResult[] {
  return existsSync(latest) ? (JSON.parse(readFileSync(latest, 'utf8')) as readonly BenchmarkResult[]) : [];
}

/** In the order of the benchmarks, whichever was run last. */
function inPlace(results: readonly BenchmarkResult[], result: BenchmarkResult): readonly BenchmarkResult[] {
  const byName = new Map<unknown, BenchmarkResult>([...results, result].map((each) => [each.bench, each]));
  return Object.keys(benchmarks).flatMap((each): readonly BenchmarkResult[] => {
    const row = byName.get(each);
    return row ? [row] : [];
  });
}

function write(results: readonly BenchmarkResult[]): void {
  mkdirSync(path.dirname(latest), { recursive: true });
  writeFileSync(latest, `${JSON.stringify(results, null, 2)}\n`);
}

async function run(bench: string, benchmark: Benchmark): Promise<BenchmarkResult> {
  const result = await benchmark(options);
  printTable(bench, result);
  return { bench, node: process.version, at: new Date().toISOString(), seed, ...result };
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
