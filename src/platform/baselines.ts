import { baselineCandidate } from '../core/baseline/index.ts';
import { type Candidate, candidatesFrom } from '../core/catalogue/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import type { TaskKind } from '../core/task/index.ts';
import type { CloudModels } from './cloudModels.ts';
import { readSetting } from './settings.ts';

export interface BaselinesPorts {
  readonly models: Pick<CloudModels, 'candidates' | 'models' | 'endpoints'>;
  readonly clock: Clock;
}

/** What savings are told against, by kind: the setting's choice, else the usual one. Worked out anew when catalogue, keys, day or setting change. */
export function createBaselines({ models, clock }: BaselinesPorts): (kind: TaskKind) => Candidate | undefined {
  let usable: readonly Candidate[] | undefined;
  let setting = '';
  const known = new Map<TaskKind, Candidate | undefined>();
  return (kind) => {
    const named = readSetting('baseline.models');
    const namedText = JSON.stringify(named);
    if (usable !== models.candidates() || setting !== namedText) known.clear();
    usable = models.candidates();
    setting = namedText;
    if (known.has(kind)) return known.get(kind);
    const today = localDay(clock.now(), clock.timeZone());
    const all = candidatesFrom({ endpoints: models.endpoints(), models: models.models() }, { today, hasKey: () => true });
    const choice = named[kind];
    const candidate = baselineCandidate(kind, { usable, all, named: typeof choice === 'string' ? choice : undefined });
    known.set(kind, candidate);
    return candidate;
  };
}
