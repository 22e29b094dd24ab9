import { spawnSync } from 'node:child_process';
import type { Scenario } from './scenario.ts';
import { budgetTooSmall } from './scenarios/budgetTooSmall.ts';
import { delegate } from './scenarios/delegate.ts';
import { failingTool } from './scenarios/failingTool.ts';
import { feature } from './scenarios/feature.ts';
import { fixByTests } from './scenarios/fixByTests.ts';
import { hugeOutput } from './scenarios/hugeOutput.ts';
import { injectedInstructions } from './scenarios/injectedInstructions.ts';
import { loop } from './scenarios/loop.ts';
import { providerDies, providerRefuses } from './scenarios/providerDies.ts';
import { python } from './scenarios/python.ts';
import { renameAcrossFiles } from './scenarios/renameAcrossFiles.ts';
import { resume } from './scenarios/resume.ts';

const everywhere: readonly Scenario[] = [
  fixByTests,
  feature,
  renameAcrossFiles,
  failingTool,
  loop,
  hugeOutput,
  injectedInstructions,
  budgetTooSmall,
  providerRefuses,
  providerDies,
  delegate,
  resume,
];

/** All but the lying model, which has many runs. */
export function scenariosHere(): readonly Scenario[] {
  const hasPython = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!hasPython) console.log('no python3 here: the scenario "python" is left out');
  return hasPython ? [...everywhere, python] : everywhere;
}
