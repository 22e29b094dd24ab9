import { baselineCandidate } from '../core/baseline/index.ts';
import { type Candidate, candidatesFrom } from '../core/catalogue/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import type { TaskKind } from '../core/task/index.ts';
import type { CloudModels } from './cloudModels.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { readSetting } from './settings.ts';

export interface BaselinesPorts {
  readonly models: Pick<CloudModels, 'candidates' | 'models' | 'endpoints'>;
  readonly settings: Pick<CurrentSettings, 'keeping'>;
  readonly clock: Clock;
}

/** What savings are told against, by kind: the setting's choice, else the usual one. Worked out anew when catalogue, keys, day or setting change. */
export function createBaselines({ models, settings, clock }: BaselinesPorts): (kind: TaskKind) => Candidate | undefined {
  const namedNow = settings.keeping(() => readSetting('baseline.models'));
  let usable: readonly Candidate[] | undefined;
  let named: ReturnType<typeof namedNow> | undefined;
  const known = new Map<TaskKind, Candidate | undefined>();
  return (kind) => {
    if (usable !== models.candidates() || named !== namedNow()) known.clear();
    usable = models.candidates();
    named = namedNow();
    if (known.has(kind)) return known.get(kind);
    const today = localDay(clock.now(), clock.timeZone());
    const all = candidatesFrom({ endpoints: models.endpoints(), models: models.models() }, { today, hasKey: () => true });
    const choice = named[kind];
    const candidate = baselineCandidate(kind, { usable, all, named: typeof choice === 'string' ? choice : undefined });
    known.set(kind, candidate);
    return candidate;
  };
}
