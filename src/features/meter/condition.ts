import type { MeterView } from './meterView.ts';

/** The one thing that the user should know first, if any: the worst one wins. */
export type Condition =
  | 'ledger-unavailable'
  | 'ledger-failing'
  | 'completions-off'
  | 'server-refused'
  | 'server-away'
  | 'no-server'
  | 'looking'
  | 'no-model-loaded'
  | 'no-code-model'
  | 'last-failed'
  | 'ready';

export function conditionOf({ ledger, completions, localServers, health }: MeterView): Condition {
  if (ledger.status === 'unavailable') return 'ledger-unavailable';
  if (ledger.status === 'failing') return 'ledger-failing';
  if (completions === 'off') return 'completions-off';
  switch (localServers.status) {
    case 'refused':
      return 'server-refused';
    case 'away':
      return 'server-away';
    case 'none':
      return 'no-server';
    case 'looking':
      return 'looking';
    case 'found': {
      const models = localServers.servers.flatMap((server) => server.models);
      if (models.length === 0) return 'no-model-loaded';
      if (!models.some(({ fillInTheMiddle }) => fillInTheMiddle)) return 'no-code-model';
      return health === 'well' ? 'ready' : 'last-failed';
    }
  }
}

/** Something is wrong that was right before, or that only the user can mend. */
export function isAlarm(condition: Condition): boolean {
  return (
    condition === 'ledger-unavailable' ||
    condition === 'ledger-failing' ||
    condition === 'server-refused' ||
    condition === 'server-away' ||
    condition === 'last-failed'
  );
}
