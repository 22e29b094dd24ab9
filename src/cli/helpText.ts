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
  farthing export            the ledger as a file: --format csv (a line for each request), jsonl (all of each request) or
                             focus (a CSV file in the shape of FOCUS 1.2, a line for each meter of each request)
  farthing export --check FILE
                             what of a file has not the shape of FOCUS 1.2, by line and column
  farthing reconcile FILE    compares the ledger with a provider's own figures, by day (UTC) and model, and names likely
                             causes of what differs. FILE is a usage or cost export of Anthropic, OpenAI or OpenRouter (CSV,
                             or the JSON of their APIs); several files make one bill, such as tokens in one and money in the other

  farthing ledger check      whether the ledger's file is sound, and all totals are what its entries make
  farthing ledger backup [FILE]
                             a whole copy of it, also while it is in use
  farthing ledger compact [--keep-days N]
                             gives unused room back to the disk; removes entries that are older than N days, and keeps the
                             totals of their days

  --policy NAME    only this one; several times for several: ${policies(0, 4)},
                   ${policies(4)}
  --judge-false-accept P, --judge-false-reject P
                   how often the simulated judge of a cascade errs, 0 to 1. Unless given: a perfect one, and one with 0.1
  --folds K        policies learn on all but one of K folds, and are judged on that one (5)
  --bootstrap N    intervals are made of N samples (1000)
  --seed N         of folds and samples (1)
  --svg OUT        draws the frontier of cost and quality into a file
  --provider NAME  of reconcile: the bill is that of this provider or endpoint of the ledger
  --from DAY, --to DAY, --out FILE
                   of export: the first and the last day (2026-11-05), and the file it goes into
  --json           the same as JSON

  --ledger PLACE   the ledger's file or folder, where \`farthing.ledger.folder\` is set in the editor
  -h, --help       this text
  -V, --version    the version of Farthing

Nothing but \`ledger compact\` writes to the ledger. Ended with 0: done; 1: it could not be done; 2: the command line is wrong.
`;
