/**
 * `npm test`: everything, from the layers' check to a real editor in a real browser. `npm test -- --only unit,contract` runs some stages.
 * The last line is always `N passed, N failed, N skipped`.
 */
import { parseArgs } from 'node:util';
import { ensureEngine } from '../test/engine/installEngine.ts';
import { ensureBrowser } from './rig/browser.ts';
import { ensureCodeServer } from './rig/codeServer.ts';
import type { Requirement, Stage, StageResult } from './test/stage.ts';
import { stages } from './test/stages.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = chooseStages(values.only);
const installing = installRequirements(new Set(chosen.flatMap((stage) => stage.needs)));

const results: StageResult[] = [];
for (const group of grouped(chosen)) results.push(...(await Promise.all(group.map(runAndReport))));

const total = (count: 'passed' | 'failed' | 'skipped'): number => results.reduce((sum, result) => sum + result[count], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exit(total('failed') === 0 ? 0 : 1);

/** Stages that stand side by side and run together, each other one alone. */
function grouped(all: readonly Stage[]): readonly (readonly Stage[])[] {
  const groups: Stage[][] = [];
  for (const stage of all) {
    const last = groups.at(-1);
    if (stage.together !== undefined && last?.[0]?.together === stage.together) last.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

function chooseStages(only: string | undefined): readonly Stage[] {
  if (only === undefined) return stages;
  const names = only.split(',');
  const unknown = names.filter((name) => stages.every((stage) => stage.name !== name));
  if (unknown.length === 0) return stages.filter((stage) => names.includes(stage.name));
  console.error(`No stage ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.name).join(', ')}.`);
  process.exit(1);
}

/** Begins at once with what the later stages need: downloads and compilers work while the static checks do. */
function installRequirements(needed: ReadonlySet<Requirement>): ReadonlyMap<Requirement, Promise<unknown>> {
  const install: Record<Requirement, () => Promise<unknown>> = {
    engine: ensureEngine,
    'code-server': ensureCodeServer,
    browser: ensureBrowser,
  };
  const started = [...needed].map((requirement): [Requirement, Promise<unknown>] => [requirement, install[requirement]()]);
  // A failure is reported by the first stage that needs it, which may be a minute away.
  for (const [, promise] of started) promise.catch(() => undefined);
  return new Map(started);
}

async function runAndReport(stage: Stage): Promise<StageResult> {
  const result = await runStage(stage);
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  if (result.failed === 0) console.log(`ok    ${stage.name.padEnd(10)} ${result.passed} passed${skipped} (${result.seconds.toFixed(1)} s)`);
  else console.log(`${result.output}\nFAIL  ${stage.name.padEnd(10)} ${result.passed} passed, ${result.failed} failed${skipped}`);
  return result;
}

async function runStage(stage: Stage): Promise<StageResult & { readonly seconds: number }> {
  let startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  try {
    await Promise.all(stage.needs.map((requirement) => installing.get(requirement)));
    startedAt = performance.now();
    const result = await stage.run();
    return { ...result, seconds: seconds() };
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      output: error instanceof Error ? (error.stack ?? error.message) : String(error),
      seconds: seconds(),
    };
  }
}
