import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { frontierSvg } from '../../src/cli/frontierSvg.ts';
import type { observedText } from '../../src/cli/observedText.ts';
import { readReplayCommand } from '../../src/cli/replayCommand.ts';
import { replayFile } from '../../src/cli/replayFile.ts';
import { replayLedger } from '../../src/cli/replayLedger.ts';
import { replayText } from '../../src/cli/replayText.ts';
import type { ObservedTask, ReplayOptions, ReplayReport } from '../../src/core/replay/index.ts';
import { replay, seededRandom } from '../../src/core/replay/index.ts';
import { tableFrom } from '../core/replay/tableFrom.ts';
import { drawEachOnce, tinyOutcomes } from '../core/replay/tinyOutcomes.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();

const tinyReport = () =>
  replay(tableFrom(tinyOutcomes), {
    policies: ['always', 'cascade-every-model', 'oracle'],
    foldCount: 2,
    bootstrapCount: 20,
    judges: [{ falseAccept: 0, falseReject: 0 }],
    random: drawEachOnce(4),
  });

/** The tiny outcomes with their tasks in these groups. */
function ofGroups(...groups: readonly string[]): string {
  const lines = tinyOutcomes.split('\n').map((line, index) => ({ ...(JSON.parse(line) as object), group: groups[Math.floor(index / 2)] }));
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

const oracleTerms: ReplayOptions = { policies: ['oracle'], foldCount: 2, bootstrapCount: 20, judges: [], random: seededRandom(1) };

const thirdLine = (report: ReplayReport): string | undefined =>
  replayText({ file: 'tiny.jsonl', seed: 3, bootstrapCount: 20, report, ignored: [] }).split('\n')[2];

describe('What `farthing replay` prints', () => {
  it('is a row for each policy, the frontier, and what is a simulation', () => {
    const text = replayText({ file: 'tiny.jsonl', seed: 3, bootstrapCount: 20, report: tinyReport(), ignored: ['colour'] });
    expect(text).toBe(`tiny.jsonl: 4 tasks (edit), 2 models
Always-strong, what savings are measured against: dear
Learned on 1 of 2 folds and judged on the other one; intervals over tasks from 20 samples; seed 3

                        useful            95 %   cost   saved            95 %  random mixing            95 %
a  always cheap         50.0 %  50.0 to 50.0 %  $0.04  90.0 %  90.0 to 90.0 %         50.0 %  50.0 to 50.0 %  on the frontier
b  always dear          75.0 %  75.0 to 75.0 %  $0.40   0.0 %    0.0 to 0.0 %         75.0 %  75.0 to 75.0 %
c  cascade-every-model  75.0 %  75.0 to 75.0 %  $0.24  40.0 %  40.0 to 40.0 %         63.9 %  63.9 to 63.9 %  better than random, on the frontier
d  oracle               75.0 %  75.0 to 75.0 %  $0.13  67.5 %  67.5 to 67.5 %         56.3 %  56.3 to 56.3 %  better than random

Useful, by cost (logarithmic); dots: random mixing of two models
75.0 % |                                    d                  c              .b
       |                                                                     ..
       |                                                                   ..
       |                                                                 ...
       |                                                               ..
       |                                                             ..
       |                                                          ...
       |                                                        ..
       |                                                      ..
       |                                                  .. .
       |                                               . .
       |                                          . . .
       |                                      . .
       |                                  . .
       |                          .  .  .
       |                    .  .
       |           .    .
50.0 % |a     .
       +------------------------------------------------------------------------
        $0.04                                                              $0.40

Random mixing: the useful rate of dealing tasks to two models at random, at the same cost. Inside its interval a policy is no better than that.
SIMULATION: the judge of a cascade reads the outcome of the model that was asked, with the errors named; a real one costs time and errs in its own way.
oracle: knows every outcome beforehand; no policy can.
Fields that are not read: colour
`);
  });

  it('says over how many groups its intervals are', () => {
    const grouped = replay(tableFrom(ofGroups('a', 'b', 'b', 'b')), oracleTerms);
    expect(thirdLine(grouped)).toBe('Learned on 1 of 2 folds and judged on the other one; intervals over 2 groups from 20 samples; seed 3');
  });

  it('says that nothing was learned where all tasks are of one group', () => {
    expect(thirdLine(replay(tableFrom(ofGroups('a', 'a', 'a', 'a')), oracleTerms))).toBe(
      'Nothing was learned; intervals over tasks from 20 samples; seed 3',
    );
  });

  it('is a problem, not an empty table, where none of the policies can be replayed', () => {
    const file = inFolder('one.jsonl');
    writeFileSync(file, ofGroups('a', 'a', 'a', 'a'));
    const answers = [[], ['--json']].map((more) => replayFile(file, readReplayCommand([file, '--policy', 'cascade', ...more])));
    const problem = `None of the policies asked for can be replayed on ${file}: cascade. All tasks are of one group, so there is nothing to learn from.`;
    expect(answers).toEqual([{ problem }, { problem }]);
  });

  it('is as a picture one point for each policy and a line of random mixing in its band', () => {
    const report = tinyReport();
    const [first] = report.policies;
    const svg = frontierSvg(
      { ...report, policies: report.policies.map((policy) => (policy === first ? { ...policy, name: '<"&">' } : policy)) },
      'A & B',
    );
    expect({
      begins: svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'),
      title: svg.match(/<title>.*<\/title>/)?.[0],
      points: svg.match(/<circle /g)?.length,
      mixing: svg.match(/<polyline points="([^"]*)"[^>]*dasharray/)?.[1]?.split(' ').length,
      names: svg.includes('1  &lt;&quot;&amp;&quot;&gt;: 50.0 %, $0.04'),
      outside: [...svg.matchAll(/c[xy]="([\d.-]+)"/g)].filter(([, at]) => Number(at) < 0 || Number(at) > 700).length,
    }).toEqual({ begins: true, title: '<title>A &amp; B</title>', points: 4, mixing: 41, names: true, outside: 0 });
  });

  it('is as JSON the report, and as SVG a file', () => {
    const [file, svg] = [inFolder('tiny.jsonl'), inFolder('out.svg')];
    writeFileSync(file, tinyOutcomes);
    const answer = replayFile(file, readReplayCommand([file, '--json', '--svg', svg, '--policy', 'oracle', '--bootstrap', '20']));
    const { policies, ...others } = JSON.parse('output' in answer ? answer.output : '{}') as Record<string, readonly { name: string }[]>;
    expect([policies?.map(({ name }) => name), others.tasks, others.judges, readFileSync(svg, 'utf8').endsWith('</svg>\n')]).toEqual([
      ['oracle'],
      4,
      [
        { falseAccept: 0, falseReject: 0 },
        { falseAccept: 0.1, falseReject: 0 },
      ],
      true,
    ]);
  });

  it('is what is wrong with a file that is missing or in disorder, and with a picture that cannot be written', () => {
    const [file, missing] = [inFolder('bad.jsonl'), inFolder('missing.jsonl')];
    writeFileSync(file, '{}\n');
    const [bad, none] = [file, missing].map((each) => replayFile(each, readReplayCommand([each])));
    writeFileSync(file, tinyOutcomes);
    const unwritten = replayFile(
      file,
      readReplayCommand([file, '--svg', inFolder('none/out.svg'), '--policy', 'oracle', '--bootstrap', '20']),
    );
    expect([bad, none, unwritten]).toEqual([
      { problem: `${file} is no file of outcomes:\n  line 1: "task" is missing` },
      { problem: expect.stringContaining(`${missing} cannot be read: ENOENT`) },
      { problem: expect.stringContaining('out.svg cannot be written: ENOENT') },
    ]);
  });
});

describe('What a ledger tells of models', () => {
  const asked = (model: string, count: number, useful: number, costNanoUsd: number): readonly ObservedTask[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'chat', model, isUseful: index < useful, costNanoUsd }));
  const ledger = (tasks: readonly ObservedTask[]) => ({ taskOutcomes: () => tasks });

  it('is how useful each was on the tasks it was given, what that cost, and that nothing can be replayed', () => {
    const tasks = [...asked('small', 30, 30, 10_000_000), ...asked('large', 20, 20, 100_000_000), ...asked('rare', 1, 0, 0)];
    const { kinds } = JSON.parse(replayLedger(ledger(tasks), 'books', readReplayCommand(['--ledger', '--json', '--bootstrap', '20']))) as {
      kinds: Parameters<typeof observedText>[1];
    };
    const rows = kinds[0]?.rows.map(({ name, tasks, usefulRate, costUsdPerTask, saving }) => [
      name,
      tasks,
      usefulRate,
      costUsdPerTask,
      saving,
    ]);
    // Both are always useful: the cheaper one is what savings are against.
    expect([kinds[0]?.alwaysStrong, rows]).toEqual([
      'small',
      [
        ['as it was', 51, 50 / 51, 2.3 / 51, 1 - 230 / 51],
        ['large', 20, 1, 0.1, -9],
        ['rare', 1, 0, 0, 1],
        ['small', 30, 1, 0.01, undefined],
      ].map(([name, ...numbers]) => [name, ...numbers.map((each) => (each === undefined ? undefined : expect.closeTo(Number(each), 9)))]),
    ]);
  });

  it('is told in words, also where it is too little for savings, or nothing', () => {
    const texts = [asked('small', 4, 2, 10_000_000), []].map((tasks) =>
      replayLedger(ledger(tasks), 'books', readReplayCommand(['--ledger', '--bootstrap', '1000'])),
    );
    expect(texts).toEqual([
      `Ledger: books

chat       tasks  useful            95 %  cost per task  per useful answer  saved  95 %
as it was      4  50.0 %  0.0 to 100.0 %          $0.01              $0.02
small          4  50.0 %  0.0 to 100.0 %          $0.01              $0.02
No model has 20 tasks yet: no savings are told.

A ledger knows one model's answer to a task: each row is of the tasks that model was given, which may have been the easier ones.
Mixing, routers, cascades and the oracle need to know what the other models would have said: they are not replayed on a ledger.
`,
      'Ledger: books\n\nIt has no task of which it is known whether the answer was useful.\n',
    ]);
  });
});
