import { describe, expect, it } from 'vitest';
import { readOutcomes } from '../../../src/core/replay/index.ts';
import { tableFrom } from './tableFrom.ts';
import { tinyOutcomes } from './tinyOutcomes.ts';

const row = (changes: object = {}): string => JSON.stringify({ task: 't', kind: 'chat', model: 'm', useful: true, costUsd: 1, ...changes });
const problemsOf = (...lines: readonly string[]) => {
  const read = readOutcomes(lines.join('\n'));
  return read.outcome === 'refused' ? read.problems : [];
};

describe('A file of outcomes', () => {
  it('is a table of tasks by models, the cheapest model first, whatever the order of its lines', () => {
    const reversed = tinyOutcomes.split('\n').toReversed().join('\r\n\n');
    const read = readOutcomes(reversed);
    expect(
      read.outcome === 'read' && {
        ...read,
        table: { ...read.table, outcomes: read.table.outcomes.slice(1, 2), tasks: read.table.tasks.slice(0, 2) },
      },
    ).toEqual({
      outcome: 'read',
      table: {
        models: ['cheap', 'dear'],
        tasks: [
          { id: 't4', kind: 'edit', group: 'task t4', prompt: 'do it' },
          { id: 't3', kind: 'edit', group: 'task t3', prompt: 'do it' },
        ],
        outcomes: [
          [
            { isUseful: false, costNanoUsd: 10_000_000 },
            { isUseful: true, costNanoUsd: 100_000_000 },
          ],
        ],
      },
      ignored: [],
    });
  });

  it('may begin with a byte order mark', () => {
    expect(tableFrom(`\uFEFF${tinyOutcomes}`)).toEqual(tableFrom(tinyOutcomes));
  });

  it('may say the group of a task in one of its lines, and what nobody reads', () => {
    const read = readOutcomes([row({ group: 'g', model: 'a' }), row({ colour: 'red' })].join('\n'));
    expect(read.outcome === 'read' && [read.table.tasks, read.ignored]).toEqual([
      [{ id: 't', kind: 'chat', group: 'group g' }],
      ['colour'],
    ]);
  });

  it.each([
    ['nothing in it', [''], ['it has no rows']],
    ['no JSON', [row(), '{"task":'], ['line 2: it is no JSON object']],
    ['no object', ['[]', 'null'], ['line 1: it is no JSON object', 'line 2: it is no JSON object']],
    ['a missing field', [row({ model: undefined }), row({ useful: null })], ['line 1: "model" is missing', 'line 2: "useful" is missing']],
    ['an empty name', [row({ task: '' })], ['line 1: "task" must be a text, not ""']],
    ['a word for a truth', [row({ useful: 'yes' })], ['line 1: "useful" must be true or false, not "yes"']],
    ['a negative cost', [row({ costUsd: -1 })], ['line 1: "costUsd" must be a number of US dollars, 0 or more, not -1']],
    ['negative seconds', [row({ seconds: -1 })], ['line 1: "seconds" must be a number, 0 or more, not -1']],
    ['a prompt that is none', [row({ prompt: 7 })], ['line 1: "prompt" must be a text, not 7']],
    ['a row twice', [row(), row()], ['line 2: task "t" has model "m" already, in line 1']],
    ['a task of two kinds', [row(), row({ model: 'n', kind: 'edit' })], ['line 2: task "t" is of kind "edit", and of "chat" in line 1']],
    [
      'a task in two groups',
      [row({ group: 'g' }), row({ model: 'n', group: 'h' })],
      ['line 2: task "t" is in group "h", and in "g" in line 1'],
    ],
    ['a model missing', [row(), row({ model: 'n' }), row({ task: 'u' })], ['task "u" (line 3) has no row of "n"']],
  ])('is refused with its line: %s', (_what, lines, problems) => {
    expect(problemsOf(...lines)).toEqual(problems);
  });

  it('is told ten problems of many', () => {
    expect(problemsOf(...Array<string>(13).fill('?')).slice(9)).toEqual(['line 10: it is no JSON object', 'and 3 more']);
  });
});
