export interface TestCounts {
  readonly failed: number;
  readonly passed: number;
}

/** What a reporter says: each match of `line` is a summary, or one test, and `read` takes its numbers. */
interface Reporter {
  readonly line: RegExp;
  readonly read: (match: RegExpExecArray) => TestCounts;
}

const number = (text: string | undefined): number => Number(text ?? 0);
const before = (line: string, ...words: readonly string[]): number =>
  words.reduce((sum, word) => sum + number(new RegExp(`(\\d+) ${word}\\b`).exec(line)?.[1]), 0);

/** By how they end a run. Where several programs run one after the other, their numbers add up. */
const reporters: readonly Reporter[] = [
  // Vitest: `Tests  2 failed | 10 passed (12)`; Jest: `Tests:       1 failed, 10 passed, 11 total`.
  {
    line: /^[ \t]*Tests(?::[ \t]+|[ \t]{2,})(\d[^\n]{0,200})$/gm,
    read: ([line]) => ({ failed: before(line, 'failed'), passed: before(line, 'passed') }),
  },
  // Mocha: `  10 passing (5ms)` and `  2 failing`.
  { line: /^[ \t]*(\d+) passing\b/gm, read: ([, passed]) => ({ failed: 0, passed: number(passed) }) },
  { line: /^[ \t]*(\d+) failing\b/gm, read: ([, failed]) => ({ failed: number(failed), passed: 0 }) },
  // node:test and other TAP: `# pass 2`, `# fail 1`; node's spec reporter has `ℹ` in front.
  { line: /^[ \t]*[#\u2139] pass[ \t]+(\d+)[ \t]*$/gm, read: ([, passed]) => ({ failed: 0, passed: number(passed) }) },
  { line: /^[ \t]*[#\u2139] (?:fail|cancelled)[ \t]+(\d+)[ \t]*$/gm, read: ([, failed]) => ({ failed: number(failed), passed: 0 }) },
  // Bun: ` 3 pass`, ` 1 fail`.
  { line: /^[ \t]*(\d+) pass[ \t]*$/gm, read: ([, passed]) => ({ failed: 0, passed: number(passed) }) },
  { line: /^[ \t]*(\d+) fail[ \t]*$/gm, read: ([, failed]) => ({ failed: number(failed), passed: 0 }) },
  // pytest: `=== 1 failed, 3 passed, 1 error in 0.12s ===`, with -q without the frame.
  {
    line: /^=*[ \t]*((?:\d+ [a-z]+(?:, )?){1,8}) in \d[\d.]*s\b/gm,
    read: ([, line = '']) => ({ failed: before(line, 'failed', 'errors?'), passed: before(line, 'passed') }),
  },
  // unittest: `Ran 3 tests in 0.001s`, then `OK` or `FAILED (failures=1, errors=1)`.
  {
    line: /^Ran (\d+) tests? in [\d.]+s\s+(?:OK|FAILED \(([^)\n]{0,200})\))/gm,
    read: ([, ran, wrong = '']) => {
      const failed = [...wrong.matchAll(/(?:failures|errors)=(\d+)/g)].reduce((sum, [, count]) => sum + number(count), 0);
      return { failed, passed: Math.max(0, number(ran) - failed) };
    },
  },
  // cargo: `test result: FAILED. 5 passed; 1 failed; 0 ignored`.
  {
    line: /^test result: \w+\. (\d+) passed; (\d+) failed/gm,
    read: ([, passed, failed]) => ({ failed: number(failed), passed: number(passed) }),
  },
];

/** go: `--- FAIL: TestSum (0.00s)`, and a line for each package, the only one where all is well. */
function goCounts(output: string): TestCounts | undefined {
  const count = (pattern: RegExp): number => output.match(pattern)?.length ?? 0;
  const packages = { failed: count(/^FAIL\t\S/gm), passed: count(/^ok {2}\t\S/gm) };
  if (packages.failed + packages.passed === 0) return undefined;
  const tests = { failed: count(/^--- FAIL: /gm), passed: count(/^--- PASS: /gm) };
  return { failed: Math.max(tests.failed, packages.failed), passed: Math.max(tests.passed, packages.passed) };
}

/** How many tests failed and passed, as the common reporters say it; undefined where none of them is found. Go counts packages that pass. */
export function testCountsIn(output: string): TestCounts | undefined {
  const found = reporters.flatMap(({ line, read }) => [...output.matchAll(line)].map(read));
  const go = goCounts(output);
  if (go) found.push(go);
  if (found.length === 0) return undefined;
  return found.reduce((sum, { failed, passed }) => ({ failed: sum.failed + failed, passed: sum.passed + passed }), {
    failed: 0,
    passed: 0,
  });
}
