import { type OutcomeTable, readOutcomes } from '../../../src/core/replay/index.ts';

/** The table of a file that is in order. */
export function tableFrom(text: string): OutcomeTable {
  const read = readOutcomes(text);
  if (read.outcome === 'refused') throw new Error(read.problems.join('\n'));
  return read.table;
}
