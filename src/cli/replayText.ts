import type { PolicyReport, ReplayReport } from '../core/replay/index.ts';
import { frontierText, markOf } from './frontierText.ts';
import { percent, percentRange, usd } from './replayWords.ts';
import { table } from './table.ts';
import { count } from './words.ts';

/** What was replayed, and how. */
export interface Replayed {
  /** The file, as it was named. */
  readonly file: string;
  readonly seed: number;
  readonly bootstrapCount: number;
  readonly report: ReplayReport;
  /** Fields of the file that nobody reads. */
  readonly ignored: readonly string[];
}

export function replayText(replayed: Replayed): string {
  const { report } = replayed;
  const header = ['', 'useful', '95 %', 'cost', 'saved', '95 %', 'random mixing', '95 %', ''];
  const rows = report.policies.map((policy, place) => rowOf(policy, place));
  return `${[introduction(replayed), table([header, ...rows]), frontierText(report), remarks(replayed).join('\n')].join('\n\n')}\n`;
}

/** Which policies cannot be replayed, and why. */
export function leftOutText({ leftOut, folds }: ReplayReport): string {
  const reason = folds < 2 ? 'All tasks are of one group, so there is nothing to learn from.' : 'No task has a prompt.';
  return `${leftOut.join(', ')}. ${reason}`;
}

function introduction({ file, seed, bootstrapCount, report }: Replayed): string {
  const { tasks, groups, kinds, models, alwaysStrong, folds } = report;
  const learning = folds < 2 ? 'Nothing was learned' : `Learned on ${folds - 1} of ${folds} folds and judged on the other one`;
  const drawn = groups < 2 || groups === tasks ? 'tasks' : `${count(groups)} groups`;
  return [
    `${file}: ${count(tasks)} tasks (${kinds.join(', ')}), ${count(models.length)} models`,
    `Always-strong, what savings are measured against: ${alwaysStrong}`,
    `${learning}; intervals over ${drawn} from ${count(bootstrapCount)} samples; seed ${seed}`,
  ].join('\n');
}

function rowOf(policy: PolicyReport, place: number): readonly string[] {
  const { name, usefulRate, usefulLow, usefulHigh, costUsd, saving, savingLow = 0, savingHigh = 0, mixing } = policy;
  return [
    `${markOf(place)}  ${name}`,
    percent(usefulRate),
    percentRange(usefulLow, usefulHigh),
    usd(costUsd),
    saving === undefined ? 'no cost' : percent(saving),
    saving === undefined ? '' : percentRange(savingLow, savingHigh),
    percent(mixing.usefulRate),
    percentRange(mixing.low, mixing.high),
    [policy.verdict, policy.isOnFrontier ? 'on the frontier' : undefined].filter((word) => word !== undefined).join(', '),
  ];
}

/** Only what concerns a policy that is in the table. */
function remarks({ report, ignored }: Replayed): readonly string[] {
  const has = (policy: PolicyReport['policy']): boolean => report.policies.some((each) => each.policy === policy);
  return [
    'Random mixing: the useful rate of dealing tasks to two models at random, at the same cost. Inside its interval a policy is no better than that.',
    ...(report.policies.some(({ isSimulated }) => isSimulated)
      ? [
          'SIMULATION: the judge of a cascade reads the outcome of the model that was asked, with the errors named; a real one costs time and errs in its own way.',
        ]
      : []),
    ...(has('cascade')
      ? [
          'cascade: the ladder that was cheapest on the other folds at no fewer useful answers, climbed in order of cost to an accepted answer.',
        ]
      : []),
    ...(has('cascade-give-up')
      ? ['cascade-give-up: stops where a useful answer costs more than it is worth, as learned on the other folds.']
      : []),
    ...(has('prompt-length') || has('learned-prior')
      ? ['prompt-length, learned-prior: look only at the prompt, at half of what always-strong costs on the other folds.']
      : []),
    ...(has('oracle') ? ['oracle: knows every outcome beforehand; no policy can.'] : []),
    ...(report.leftOut.length > 0 ? [`Left out: ${leftOutText(report)}`] : []),
    ...(ignored.length > 0 ? [`Fields that are not read: ${ignored.join(', ')}`] : []),
  ];
}
