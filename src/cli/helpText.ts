import { policyNames } from '../core/replay/index.ts';

const policies = (from: number, to?: number): string => policyNames.slice(from, to).join(', ');

export const helpText = `farthing: what your models cost, from the ledger that all windows on this machine share

  farthing status [--json]   what was spent today, this week and this month, by tier and by model
  farthing explain ID        how one task was answered: every attempt, what it cost, and why that model.
                             ID is that of an entry or a task, or its first characters (at least 4)
  farthing replay FILE       what other ways of choosing models would have cost, and how many useful answers they would
                             have brought. FILE has a JSON line {"task", "kind", "prompt", "group", "model", "useful",
                             "costUsd"} for each task and model; prompt and group may be missing
  farthing replay --ledger   how useful each model was and what it cost, of what was really asked

  --policy NAME    only this one; several times for several: ${policies(0, 4)},
                   ${policies(4)}
  --judge-false-accept P, --judge-false-reject P
                   how often the simulated judge of a cascade errs, 0 to 1. Unless given: a perfect one, and one with 0.1
  --folds K        policies learn on all but one of K folds, and are judged on that one (5)
  --bootstrap N    intervals are made of N samples (1000)
  --seed N         of folds and samples (1)
  --svg OUT        draws the frontier of cost and quality into a file
  --json           the same as JSON

  --ledger PLACE   the ledger's file or folder, where \`farthing.ledger.folder\` is set in the editor
  -h, --help       this text
  -V, --version    the version of Farthing

The ledger is only read. Ended with 0: done; 1: it could not be done; 2: the command line is wrong.
`;
