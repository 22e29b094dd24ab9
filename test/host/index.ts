import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What one test came to, as `run.ts` reads it. */
export interface HostTestResult {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs?: number;
  readonly error?: string;
}

/** VS Code calls this inside the extension host. FARTHING_HOST_GREP runs some of the tests, FARTHING_HOST_RESULTS says where the results go. */
export function run(): Promise<void> {
  const grep = process.env.FARTHING_HOST_GREP;
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'spec', color: false, ...(grep === undefined ? {} : { grep }) });
  const suites = path.join(__dirname, 'suite');
  for (const file of globSync('**/*.test.js', { cwd: suites }).sort()) mocha.addFile(path.join(suites, file));
  return new Promise((resolve, reject) => {
    const results: HostTestResult[] = [];
    const runner = mocha.run((failures) => {
      // A file, as the extension host's console reaches nobody for certain.
      const file = process.env.FARTHING_HOST_RESULTS;
      if (file !== undefined) writeFileSync(file, JSON.stringify(results, undefined, 2));
      if (failures === 0) resolve();
      else
        reject(
          new Error(
            `${failures} failed: ${results
              .filter(({ outcome }) => outcome === 'failed')
              .map(describeFailure)
              .join('\n')}`,
          ),
        );
    });
    runner.on('pass', (test) => results.push({ title: test.fullTitle(), outcome: 'passed', durationMs: test.duration ?? 0 }));
    runner.on('fail', (test, error) => results.push({ title: test.fullTitle(), outcome: 'failed', error: error.stack ?? String(error) }));
    runner.on('pending', (test) => results.push({ title: test.fullTitle(), outcome: 'skipped' }));
  });
}

function describeFailure({ title, error }: HostTestResult): string {
  return `${title}\n${error}`;
}
