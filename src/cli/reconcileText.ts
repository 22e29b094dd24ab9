import type { Cause, DayRow, Figures, ImportedUsage, Reconciliation } from '../core/reconcile/index.ts';
import { table } from './table.ts';
import { count, exactUsd } from './words.ts';

export interface Reconciled {
  readonly files: readonly string[];
  /** Which endpoint or provider of the ledger it was compared with. */
  readonly ledgerProvider: string;
  readonly imported: ImportedUsage;
  readonly result: Reconciliation;
}

export function reconcileText({ files, ledgerProvider, imported, result }: Reconciled): string {
  const { days, totals, causes } = result;
  const differing = days.filter((row) => row.differing.length > 0);
  const { fromDay, toDay, tells, problems } = imported;
  const parts = [
    `${files.join(', ')}: ${imported.provider}, ${fromDay} to ${toDay} (days of UTC), compared with what the ledger has of ${ledgerProvider}`,
    ...(problems.length === 0
      ? []
      : [
          [
            'Not everything could be read:',
            ...problems.map(({ line, text }) => `  ${line === undefined ? '' : `line ${line}: `}${text}`),
          ].join('\n'),
        ]),
    table([
      ['', 'the bill', 'the ledger', 'difference'],
      ...tells.map((name) => [
        figureNames[name],
        inWords(name, totals.theirs[name]),
        inWords(name, totals.ours[name]),
        signed(name, totals.difference[name]),
      ]),
    ]),
    differing.length === 0
      ? `All ${count(days.length)} days and models agree.`
      : [`${count(differing.length)} of ${count(days.length)} days and models differ:`, table([rowHeader, ...differing.map(rowOf)])].join(
          '\n',
        ),
    ...(causes.length === 0 ? [] : [['Likely causes:', ...causes.map((cause) => `  ${causeText(cause)}`)].join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const rowHeader = ['day and model', ''];

const rowOf = ({ day, model, differing, difference }: DayRow): readonly string[] => [
  `${day}  ${model || 'all models'}`,
  differing.map((name) => `${signed(name, difference[name])} ${figureNames[name]}`).join(', '),
];

const figureNames: Readonly<Record<keyof Figures, string>> = {
  input: 'input tokens',
  cacheRead: 'read from cache',
  cacheWrite: 'written to cache',
  output: 'output tokens',
  requests: 'requests',
  costNanoUsd: 'cost',
};

const inWords = (name: keyof Figures, value: number): string => (name === 'costNanoUsd' ? exactUsd(value) : count(value));
const signed = (name: keyof Figures, value: number): string => `${value > 0 ? '+' : ''}${inWords(name, value)}`;

/** What each cause says, with its evidence: how many days and models, how much money, how many of our attempts. */
function causeText(cause: Cause): string {
  const { rows, attempts = 0, factorThousandths = 1000, serviceTiers } = cause;
  const money = rows.reduce((sum, row) => sum + (row.differing.includes('costNanoUsd') ? row.difference.costNanoUsd : 0), 0);
  const extent = `${rows.length === 1 ? 'one day and model' : `${count(rows.length)} days and models`}${money === 0 ? '' : `, ${money > 0 ? '+' : ''}${exactUsd(money)}`}`;
  return `${causeWords(cause.kind, { attempts, factor: `${factorThousandths / 1000}`, tiers: serviceTiers?.join(', ') })} (${extent})`;
}

interface Evidence {
  readonly attempts: number;
  readonly factor: string;
  readonly tiers: string | undefined;
}

function causeWords(kind: Cause['kind'], { attempts, factor, tiers }: Evidence): string {
  const ours = attempts === 1 ? 'one attempt' : `${count(attempts)} attempts`;
  switch (kind) {
    case 'local-days':
      return 'The export counts local days instead of days of UTC: by local days these agree';
    case 'midnight':
      return 'Requests that ran over midnight (UTC) are billed on the day on which they ended: so counted these agree';
    case 'incomplete':
      return 'The export is not whole: lines or pages of it are missing';
    case 'not-yet-billed':
      return `The export was made before its last day was over, or before all of it was booked: the ledger has ${ours}`;
    case 'unpriced':
      return `The ledger had no price for ${ours}`;
    case 'broken-off':
      return `${ours} broke off or failed: what the provider billed for that is not known here`;
    case 'estimates':
      return `The ledger counted the tokens of ${ours} itself, because none were reported`;
    case 'other-use':
      return 'Something else uses the same key or account';
    case 'elsewhere':
      return `The bill has nothing of ${ours}: they went to another account, key or workspace, or the export was filtered`;
    case 'service-tier':
      return `${tiers ? `Billed on the tier ${tiers}` : 'Billed on a cheaper or dearer tier, such as batch or flex'}: ${factor} x the ledger's cost`;
    case 'gateway-fee':
      return `The gateway's fee: ${factor} x the ledger's cost`;
    case 'price':
      return `Another price than the ledger's: ${factor} x its cost. A price has changed, or there is a discount`;
    case 'cache':
      return 'As much input, otherwise divided between the cache and the rest';
    case 'counted-otherwise':
      return 'The money agrees: the gateway counts tokens with another tokenizer';
    case 'rounding':
      return 'The bill is in whole cents';
    case 'unknown':
      return 'No cause is known';
  }
}
