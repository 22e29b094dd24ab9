import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { HostTestResult } from '../../test/host/index.ts';
import { packageVsix } from '../package.ts';
import { rigFolder } from '../rig/paths.ts';
import { type Counts, compileCache, readJson, runCheck, runScript, type Stage, type StageResult, withHonestFailure } from './stage.ts';

/** Cheapest first, so that most mistakes show within seconds. */
export const stages: readonly Stage[] = [
  { name: 'layers', needs: [], together: 'checks', run: () => runCheck('scripts/checkLayers.ts') },
  { name: 'strings', needs: [], together: 'checks', run: () => runCheck('scripts/checkStrings.ts') },
  { name: 'lint', needs: [], together: 'checks', run: () => runCheck('node_modules/@biomejs/biome/bin/biome', 'check', '.') },
  { name: 'types', needs: [], together: 'checks', run: () => runCheck('scripts/types.ts') },
  {
    name: 'unused',
    needs: [],
    together: 'checks',
    run: () => runCheck('node_modules/knip/bin/knip.js', '--include', 'files,dependencies,unlisted,exports'),
  },
  { name: 'unit', needs: [], run: () => runVitest('unit*', compileCache) },
  { name: 'package', needs: [], run: runPackage },
  { name: 'contract', needs: ['engine'], run: () => runVitest('contract') },
  { name: 'host', needs: ['engine', 'code-server', 'browser'], run: runHost },
  { name: 'workbench', needs: ['engine', 'code-server', 'browser'], run: () => runVitest('workbench') },
];

async function runPackage(): Promise<StageResult> {
  try {
    // The workbench tests take this one, so that they try what was packaged here.
    process.env.FARTHING_VSIX = await packageVsix();
    return { passed: 1, failed: 0, skipped: 0, output: '' };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, output: String(error) };
  }
}

async function runVitest(project: string, environment?: NodeJS.ProcessEnv): Promise<StageResult> {
  const file = await freshResultsFile(project.replaceAll('*', ''));
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code, output } = await runScript('node_modules/vitest/vitest.mjs', ['run', '--project', project, ...reporters], environment);
  return withHonestFailure(vitestCounts(await readJson<VitestReport>(file)), code, output);
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

function vitestCounts(report: VitestReport | undefined): Counts {
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runHost(): Promise<StageResult> {
  const file = await freshResultsFile('host');
  const { code, output } = await runScript('test/host/run.ts', []);
  const results = (await readJson<readonly HostTestResult[]>(file)) ?? [];
  const count = (outcome: HostTestResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  return withHonestFailure({ passed: count('passed'), failed: count('failed'), skipped: count('skipped') }, code, output);
}

async function freshResultsFile(name: string): Promise<string> {
  const file = path.join(rigFolder, 'results', `${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  return file;
}
