export const helpText = `farthing: what your models cost, from the ledger that all windows on this machine share

  farthing status [--json]   what was spent today, this week and this month, by tier and by model
  farthing explain ID        how one task was answered: every attempt, what it cost, and why that model.
                             ID is that of an entry or a task, or its first characters (at least 4)

  --ledger PLACE   the ledger's file or folder, where \`farthing.ledger.folder\` is set in the editor
  -h, --help       this text
  -V, --version    the version of Farthing

The ledger is only read. Ended with 0: done; 1: it could not be done; 2: the command line is wrong.
`;
