import { addressCases } from './cases/addresses.ts';
import { approvalCases } from './cases/approvals.ts';
import { commandCases } from './cases/commands.ts';
import { doingCases } from './cases/doing.ts';
import { lastDoorCases } from './cases/lastDoor.ts';
import { listeningCases } from './cases/listening.ts';
import { pathCases } from './cases/paths.ts';
import { repositoryCases } from './cases/repository.ts';
import { textCases } from './cases/texts.ts';
import { freshCases } from './freshCases.ts';
import type { SecurityCase } from './securityCase.ts';

export const allCases: readonly SecurityCase[] = [
  ...[
    ...pathCases,
    ...commandCases,
    ...approvalCases,
    ...textCases,
    ...addressCases,
    ...repositoryCases,
    ...lastDoorCases,
    ...listeningCases,
    ...doingCases,
    ...freshCases,
  ],
];
