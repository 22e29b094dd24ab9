import type { Ledger } from '../../src/core/ledger/index.ts';
import type { SqliteLedger } from '../../src/storage/sqliteLedger.ts';

/** The ledger's port straight over its file, without the thread between. */
export function ledgerPort(ledger: SqliteLedger): Ledger {
  return {
    reserve: async (...args) => ledger.reserve(...args),
    extend: async (...args) => ledger.extend(...args),
    settle: async (...args) => ledger.settle(...args),
    release: async (...args) => ledger.release(...args),
    settleExpired: async (...args) => ledger.settleExpired(...args),
    allowMore: async (...args) => ledger.allowMore(...args),
    limitStates: async (...args) => ledger.limitStates(...args),
    claimNotice: async (...args) => ledger.claimNotice(...args),
    recordOutcome: async (...args) => ledger.recordOutcome(...args),
    learnTokens: async (...args) => ledger.learnTokens(...args),
    learnedRatios: async () => ledger.learnedRatios(),
    outcomeCounts: async (...args) => ledger.outcomeCounts(...args),
    daySummary: async (...args) => ledger.daySummary(...args),
    rollUps: async (...args) => ledger.rollUps(...args),
    recentEntries: async (...args) => ledger.recentEntries(...args),
    findEntries: async (...args) => ledger.findEntries(...args),
    hourTotals: async (...args) => ledger.hourTotals(...args),
    dearestEntries: async (...args) => ledger.dearestEntries(...args),
    completionCosts: async (...args) => ledger.completionCosts(...args),
    taskEntries: async (...args) => ledger.taskEntries(...args),
    sessionEntries: async (...args) => ledger.sessionEntries(...args),
    entriesFrom: async (...args) => ledger.entriesFrom(...args),
  };
}
