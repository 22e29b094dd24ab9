import { isOfSession, type LedgerEntry, type ReservationLimit } from '../core/ledger/index.ts';
import { entryColumns } from './entryRow.ts';
import type { Row, ValuesInOrder } from './statements.ts';

/** What of an entry decides which limits it counts in. Entries and reservations have columns of these names. */
export const scopeColumns = ['local_day', 'kind', 'workspace', 'model', 'tier', 'provider', 'task_id', 'session_id'] as const;

export type Scopes = Readonly<Record<(typeof scopeColumns)[number], Row[string] | undefined>>;

const at = Object.fromEntries(scopeColumns.map((column) => [column, entryColumns.indexOf(column)])) as Readonly<
  Record<(typeof scopeColumns)[number], number>
>;

/** In the order of `scopeColumns`. */
export function scopesOfEntry({ localDay, kind, origin, model, tier, provider, taskId, sessionId }: LedgerEntry): ValuesInOrder {
  return [localDay, kind, origin.workspace ?? null, model, tier, provider, taskId, sessionId ?? null];
}

/** Of the values of an entry, in the order of `entryColumns`. */
export function scopesOfValues(values: ValuesInOrder): Scopes {
  return {
    local_day: values[at.local_day],
    kind: values[at.kind],
    workspace: values[at.workspace],
    model: values[at.model],
    tier: values[at.tier],
    provider: values[at.provider],
    task_id: values[at.task_id],
    session_id: values[at.session_id],
  };
}

/** Of a row that has these columns. */
export function scopesOfRow({ local_day, kind, workspace, model, tier, provider, task_id, session_id }: Row): Scopes {
  return { local_day, kind, workspace, model, tier, provider, task_id, session_id };
}

/** Whether what has these scopes counts in the limit. */
export function isCounted({ fromDay, kinds, workspace, model, tier, provider, taskId }: ReservationLimit, scopes: Scopes): boolean {
  return (
    String(scopes.local_day) >= fromDay &&
    (!kinds || (kinds as readonly unknown[]).includes(scopes.kind)) &&
    (workspace === undefined || workspace === scopes.workspace) &&
    (model === undefined || model === scopes.model) &&
    (tier === undefined || tier === scopes.tier) &&
    (provider === undefined || provider === scopes.provider) &&
    (taskId === undefined || taskId === scopes.task_id || isInSession(scopes.session_id, taskId))
  );
}

function isInSession(sessionId: Scopes['session_id'], taskId: string): boolean {
  return typeof sessionId === 'string' && isOfSession(sessionId, taskId);
}
