import { parseArgs } from 'node:util';

/** What `farthing reconcile` is asked to do. */
export interface ReconcileCommand {
  readonly command: 'reconcile';
  readonly files: readonly [string, ...string[]];
  /** The endpoint or provider of the ledger that the bill is of, where that has another name there. */
  readonly provider?: string;
  readonly ledger?: string;
  readonly asJson: boolean;
}

const options = {
  provider: { type: 'string' },
  ledger: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the arguments behind `reconcile`. Throws an Error that says what is wrong with them. */
export function readReconcileCommand(args: readonly string[]): ReconcileCommand {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [first, ...others] = positionals;
  if (first === undefined) throw new Error('"reconcile" needs the file of a usage or cost export');
  return {
    command: 'reconcile',
    files: [first, ...others],
    ...(values.provider !== undefined && { provider: values.provider }),
    ...(values.ledger !== undefined && { ledger: values.ledger }),
    asJson: values.json,
  };
}
