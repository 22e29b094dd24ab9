/** What the command line says to a benchmark. */
export interface BenchmarkOptions {
  /** The same keys in under a minute. */
  readonly quick: boolean;
  readonly seed: number;
}

/** Numbers by key, units in the keys' names. A benchmark throws when it cannot measure, never because a machine is slow. */
export type BenchmarkResult = Readonly<Record<string, unknown>>;

export type Benchmark = (options: BenchmarkOptions) => Promise<BenchmarkResult>;

/** Prints a result for people: one key a line. */
export function printTable(title: string, result: BenchmarkResult): void {
  console.log(`\n${title}`);
  for (const [key, value] of Object.entries(result))
    console.log(`  ${key.padEnd(32)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
}
