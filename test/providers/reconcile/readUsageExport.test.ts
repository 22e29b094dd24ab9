import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportedUsage, reconcile } from '../../../src/core/reconcile/index.ts';
import { readUsageExport } from '../../../src/providers/reconcile/exports/readUsageExport.ts';
import { entriesOf, seededExports } from './exports.ts';

function importedOf(text: string): ImportedUsage {
  const read = readUsageExport(text);
  if (read.outcome === 'refused') throw new Error(read.reason);
  return read.imported;
}

const causesIn = (text: string, provider: string, model: string): readonly string[] =>
  reconcile(entriesOf(provider, model), importedOf(text)).causes.map(({ kind }) => kind);

const [usageCsv] = seededExports;
const usageText = usageCsv?.text ?? '';
const usageJson = seededExports.find(({ name }) => name === 'messages usage report of Anthropic')?.text ?? '';

describe.each(seededExports)('The $name', ({ text, provider, model, seed, finds }) => {
  it('agrees with the ledger where the provider saw what we saw', () => {
    const { problems, isWhole } = importedOf(text);
    expect([causesIn(text, provider, model), problems, isWhole]).toEqual([[], [], true]);
  });

  it('shows a seeded difference with its likely cause', () => {
    expect([text.split(seed[0]).length, causesIn(text.replace(...seed), provider, model)]).toEqual([2, finds]);
  });

  it('never takes a half-read row, and leaves nothing out in silence, wherever it is cut off', () => {
    const { rows: all } = importedOf(text);
    const known = new Set(all.map((row) => JSON.stringify(row)));
    const isTable = !text.startsWith('{');
    fc.assert(
      fc.property(fc.nat(text.trimEnd().length - 1), (length) => {
        const read = readUsageExport(text.slice(0, length));
        if (read.outcome === 'refused') return;
        const { rows, problems } = read.imported;
        const isHalfRead = rows.some((row) => !known.has(JSON.stringify(row)));
        // Between two lines of a table nobody can see that others followed.
        const isBetweenLines = isTable && text.slice(length - 1, length + 1).includes('\n');
        const mustTell = rows.length < all.length && !isBetweenLines;
        expect({ length, isHalfRead, isTold: problems.length > 0 || !mustTell }).toEqual({ length, isHalfRead: false, isTold: true });
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 200) },
    );
  });
});

describe('A damaged export', () => {
  it('is told by its line, and the rest is taken', () => {
    const [header, first, second] = usageText.split('\n');
    const damaged = [header, first, second?.slice(0, 60), first?.replace('1000', 'many'), second, ''].join('\n');
    const { rows, problems, isWhole } = importedOf(damaged);
    expect([rows.length, problems, isWhole]).toEqual([
      2,
      [
        { line: 3, text: '6 fields instead of 14: it is damaged, or the file was cut off here' },
        { line: 4, text: 'usage_input_tokens_no_cache is no whole number: "many"' },
      ],
      false,
    ]);
  });

  it('ends where a quotation mark is left open', () => {
    const open = usageText.replace('"Closer, App"', '"Closer, App');
    expect(readUsageExport(open)).toEqual({
      outcome: 'refused',
      reason:
        'it is a usage export of the Claude Console, but not one row of it can be read (line 2: a quotation mark is not closed: nothing from here on was read)',
    });
  });

  it('ends where JSON breaks off, within a number', () => {
    const cut = usageJson.slice(0, usageJson.indexOf('"output_tokens": 80') + '"output_tokens": 8'.length);
    const { rows, problems, isWhole } = importedOf(cut);
    expect([rows.length, problems, isWhole]).toEqual([
      1,
      [{ line: cut.split('\n').length, text: 'the file is damaged or cut off here: nothing from here on was read' }],
      false,
    ]);
  });

  it('tells that pages are missing', () => {
    const { problems, isWhole } = importedOf(usageJson.replace('"has_more": false', '"has_more": true'));
    expect([problems, isWhole]).toEqual([[{ line: 1, text: 'this is one page of several (has_more): what follows it is missing' }], false]);
  });

  it('may end within a last figure that no line end follows: that line is left out', () => {
    const table = 'start_time,input_tokens,output_tokens\n1793491200,10,20\n1793577600,10,2';
    const { rows, problems, isWhole, toDay } = importedOf(table);
    expect([rows.length, problems, isWhole, toDay]).toEqual([
      1,
      [{ line: 3, text: 'the line has no end: the file may have been cut off within it, and it was left out' }],
      false,
      '2026-11-01',
    ]);
  });

  it('may end within the last model’s name', () => {
    const table = 'date,usage,requests,prompt_tokens,completion_tokens,model\n2026-11-01,0.5,3,10,20,gpt-5\n2026-11-02,0.5,3,10,20,gpt';
    expect(importedOf(table).rows.map(({ model }) => model)).toEqual(['gpt-5']);
  });

  it('has no days that there are not', () => {
    const days = ['2026-11-01', '2026-02-30', '1793577600000', '99999999999'];
    const { rows, problems } = importedOf(`start_time,input_tokens,output_tokens\n${days.map((day) => `${day},1,1\n`).join('')}`);
    expect([rows.map(({ day }) => day), problems]).toEqual([
      ['2026-11-01'],
      days.slice(1).map((day, index) => ({ line: index + 3, text: `"${day}" is no day` })),
    ]);
    const milliseconds = '{"data":[{"start_time":1793577600000,"results":[{"input_tokens":1,"output_tokens":1}]}]}';
    expect(readUsageExport(milliseconds)).toMatchObject({ outcome: 'refused' });
  });

  it('lists a hundred of its problems, and says how many more there are', () => {
    const lines = Array.from({ length: 1234 }, () => 'never,1,1\n').join('');
    const { problems, isWhole } = importedOf(`start_time,input_tokens,output_tokens\n1793491200,10,20\n${lines}`);
    expect([problems.length, problems.at(-1), isWhole]).toEqual([101, { text: '1134 more lines could not be read' }, false]);
  });

  it.each([
    ['nested without end', '['.repeat(200_000), 'it is nested too deeply to be read'],
    ['one mistake after another', `{"data":[${'x '.repeat(300_000)}`, /^it is no whole JSON \(line 1\)/],
  ])('that is %s is refused', (_, text, reason) => {
    expect(readUsageExport(text)).toEqual({
      outcome: 'refused',
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
  });

  it('of 32,000 lines that cannot be taken is read in seconds', () => {
    const span = (currency: string): string => `{"start_time":1793491200,"results":[{"amount":{"value":1,"currency":"${currency}"}}]}`;
    const text = `{"data":[${[span('usd'), ...Array.from({ length: 32_000 }, () => span('eur'))].join(',\n')}]}`;
    const begun = performance.now();
    const { rows, problems } = importedOf(text);
    expect([rows.length, problems[99]?.line, performance.now() - begun < 6000]).toEqual([1, 101, true]);
  });

  it('does not mix currencies', () => {
    const euros = 'start_time,amount_value,amount_currency\n1793491200,1.5,usd\n1793577600,1.5,eur\n';
    expect(importedOf(euros)).toMatchObject({
      rows: [{ costNanoUsd: 1_500_000_000 }],
      problems: [{ line: 3, text: 'amounts in eur are not compared with dollars' }],
    });
  });
});

describe('An export', () => {
  it('may come from a spreadsheet: with a byte-order mark, semicolons and other line ends', () => {
    const { text = '', provider = '', model = '' } = seededExports.find(({ name }) => name === 'activity CSV of OpenRouter') ?? {};
    expect(causesIn(`\uFEFF${text.replaceAll(',', ';').replaceAll('\n', '\r\n')}`, provider, model)).toEqual([]);
  });

  it('with semicolons may have decimal commas, and never thousands', () => {
    const table = (...figures: readonly string[]): string =>
      ['date;usage;requests;prompt_tokens;completion_tokens;model', ...figures.map((each) => `2026-11-01;${each};20;gpt-5`), ''].join('\n');
    const { rows, problems, isInCents } = importedOf(table('0,5;3,0;10', '0.25;3;10', '1,5;3;1,000', '1.234,5;3;10'));
    expect([rows.map(({ costNanoUsd, requests }) => [costNanoUsd, requests]), problems, isInCents]).toEqual([
      [
        [500_000_000, 3],
        [250_000_000, 3],
      ],
      [
        { line: 4, text: 'prompt_tokens is no whole number: "1,000"' },
        { line: 5, text: 'usage is no amount: "1.234,5"' },
      ],
      false,
    ]);
    expect(importedOf(table('0,50;3;10')).isInCents).toBe(true);
  });

  it('may be several pages in one array', () => {
    const pages = `[${usageJson},${usageJson.replaceAll('2026-11-0', '2026-12-0')}]`;
    expect(importedOf(pages)).toMatchObject({ fromDay: '2026-11-01', toDay: '2026-12-03', isWhole: true });
  });

  it('is in cents where all its amounts are', () => {
    const header = 'usage_date_utc,model,token_type,cost_usd';
    const isInCents = (...amounts: readonly string[]): boolean =>
      importedOf([header, ...amounts.map((amount) => `2026-11-01,Claude Opus 5,output,${amount}`), ''].join('\n')).isInCents;
    expect([isInCents('0.01', '18.71'), isInCents('0.01', '0.001')]).toEqual([true, false]);
  });

  it.each([
    ['', 'it is empty'],
    ['PK\u0003\u0004\0', 'it is no text'],
    [
      'name,mail\nAda,ada@example.com\n',
      /^its columns \(name, mail\) are those of no export that is known: usage export of the Claude Console/,
    ],
    ['{"choices":[]}', 'it is JSON without a list "data" of usage or costs'],
    ['{"data":[{"id":"a model"}]}', /^it has nothing of a messages usage report/],
    ['{"data":[{"starting_at', 'it is no whole JSON (line 1), and no record before that can be read'],
  ])('that is none is refused in a sentence: %j', (text, reason) => {
    expect(readUsageExport(text)).toEqual({
      outcome: 'refused',
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
  });

  it('never breaks the reader, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `${usageText.slice(0, 400)}${text}`),
        ),
        (text) => {
          expect(['read', 'refused']).toContain(readUsageExport(text).outcome);
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
