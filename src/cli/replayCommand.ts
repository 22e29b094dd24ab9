import { parseArgs } from 'node:util';
import { type PolicyName, policyNames } from '../core/replay/index.ts';

/** What `farthing replay` is asked to do. */
export interface ReplayCommand {
  readonly command: 'replay';
  /** `ledger` without a place is the one that the extension keeps. */
  readonly from: { readonly file: string } | { readonly ledger: string | undefined };
  readonly policies: readonly PolicyName[];
  readonly seed: number;
  readonly bootstrapCount: number;
  readonly foldCount: number;
  /** Missing: the judges that are compared unless somebody says otherwise. */
  readonly judge?: { readonly falseAccept: number; readonly falseReject: number };
  /** The file that the drawing goes into. */
  readonly svg?: string;
  readonly asJson: boolean;
}

const options = {
  policy: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  bootstrap: { type: 'string', default: '1000' },
  folds: { type: 'string', default: '5' },
  'judge-false-accept': { type: 'string' },
  'judge-false-reject': { type: 'string' },
  ledger: { type: 'string' },
  svg: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the arguments behind `replay`. Throws an Error that says what is wrong with them. */
export function readReplayCommand(args: readonly string[]): ReplayCommand {
  const { values, positionals } = parseArgs({ args: withLedgerPlace(args), options, allowPositionals: true });
  const [file, ...others] = positionals;
  if (others.length > 0) throw new Error(`"replay" takes one file, and "${others.join(' ')}" is more`);
  if (file === undefined && values.ledger === undefined) throw new Error('"replay" needs a file of outcomes, or --ledger');
  if (file !== undefined && values.ledger !== undefined) throw new Error('"replay" takes a file or --ledger, not both');
  if (values.ledger !== undefined && (values.svg !== undefined || values.policy !== undefined))
    throw new Error('--svg and --policy need a file of outcomes: a ledger does not know what the other models would have said');
  const [accept, reject] = [values['judge-false-accept'], values['judge-false-reject']];
  return {
    command: 'replay',
    from: file === undefined ? { ledger: values.ledger === '' ? undefined : values.ledger } : { file },
    policies: values.policy === undefined ? policyNames : values.policy.map(policyOf),
    seed: wholeNumber('--seed', values.seed, { least: 0, most: 0xffff_ffff }),
    bootstrapCount: wholeNumber('--bootstrap', values.bootstrap, { least: 20, most: 100_000 }),
    foldCount: wholeNumber('--folds', values.folds, { least: 2, most: 1000 }),
    ...((accept ?? reject) !== undefined && {
      judge: {
        falseAccept: probability('--judge-false-accept', accept ?? '0'),
        falseReject: probability('--judge-false-reject', reject ?? '0'),
      },
    }),
    ...(values.svg !== undefined && { svg: values.svg }),
    asJson: values.json,
  };
}

/** `--ledger` may stand alone, which `parseArgs` cannot say. */
function withLedgerPlace(args: readonly string[]): string[] {
  return args.map((arg, index) => (arg === '--ledger' && (args[index + 1] ?? '-').startsWith('-') ? '--ledger=' : arg));
}

function policyOf(name: string): PolicyName {
  const policy = policyNames.find((each) => each === name);
  if (policy === undefined) throw new Error(`there is no policy "${name}"; there are ${policyNames.join(', ')}`);
  return policy;
}

function wholeNumber(option: string, text: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${option} takes a whole number from ${least} to ${most}, not "${text}"`);
}

function probability(option: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new Error(`${option} takes a probability from 0 to 1, not "${text}"`);
}
