import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/core/export/csvLine.ts';
import { checkFocus, FocusCheck } from '../../../src/core/export/index.ts';
import { readCsv } from '../../../src/core/export/readCsv.ts';
import { costOf } from '../../../src/core/money/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { entryOf } from '../../support/entries.ts';
import { paidPrice } from '../../support/tasks.ts';
import { focusFileOf } from './focusFiles.ts';

const usage = { ...noUsage, uncachedInput: 2000, output: 4000 };
const paid = entryOf({ billing: 'metered', usage, costNanoUsd: costOf(usage, paidPrice) });
/** Two requests of two rows each, which stand on lines 2 to 5. */
const sound = focusFileOf([paid, { ...paid, id: 'entry-2' }]);

type Table = readonly (readonly string[])[];

/** The file after somebody changed its table. */
function changed(change: (table: Table) => Table): string {
  return change(readCsv(sound).records.map(({ fields }) => fields))
    .map(csvLine)
    .join('');
}

/** The file with that value in one place; lines are counted from 1. */
function withValue(line: number, column: string, value: string): string {
  return changed((table) => {
    const at = table[0]?.indexOf(column) ?? -1;
    return table.map((fields, index) => (index === line - 1 ? fields.with(at, value) : fields));
  });
}

function withoutColumn(column: string): string {
  return changed((table) => {
    const at = table[0]?.indexOf(column) ?? -1;
    return table.map((fields) => fields.toSpliced(at, 1));
  });
}

const places = (file: string): readonly (readonly [number, string | undefined])[] =>
  checkFocus(file).map(({ line, column }) => [line, column]);

describe('The checker of FOCUS files', () => {
  it('finds nothing in what we write', () => {
    expect(checkFocus(sound)).toEqual([]);
  });

  it.each<[defect: string, line: number, column: string, value: string]>([
    ['a cost that is missing', 3, 'ListCost', ''],
    ['a number with a currency’s sign', 3, 'ConsumedQuantity', '$4000'],
    ['a number with an exponent', 3, 'ConsumedQuantity', '4e3'],
    ['a price below zero', 2, 'ListUnitPrice', '-3'],
    ['a category that there is not', 4, 'ChargeCategory', 'Consumption'],
    ['a class that there is not', 4, 'ChargeClass', 'Regular'],
    ['a time without its zone', 2, 'ChargePeriodStart', '2026-11-06T21:20:00'],
    ['a day that there is not', 2, 'BillingPeriodEnd', '2026-11-31T00:00:00Z'],
    ['a currency that there is not', 5, 'BillingCurrency', 'usd'],
    ['a list cost that is not price x quantity', 3, 'ListCost', '0.0600001'],
    ['a quantity that is not priced', 3, 'PricingUnit', ''],
    ['a quantity of no unit', 3, 'ConsumedUnit', ''],
    ['a charge that ends before it begins', 2, 'ChargePeriodEnd', '2026-11-06T21:19:59Z'],
    ['a subcategory of another category', 2, 'ServiceSubcategory', 'Other (Compute)'],
    ['a resource of no type', 4, 'ResourceType', ''],
    ['the name of no sub account', 4, 'SubAccountType', ''],
    ['a word for nothing', 4, 'PublisherName', 'N/A'],
    ['white space around a text', 4, 'PublisherName', ' shop'],
    ['price details that are no JSON', 4, 'SkuPriceDetails', '{flex}'],
    ['an effective cost that is not what was billed', 5, 'EffectiveCost', '0.05'],
  ])('finds %s', (_, line, column, value) => {
    expect(places(withValue(line, column, value))).toEqual([[line, column]]);
  });

  it('finds a mandatory column that is missing', () => {
    expect(checkFocus(withoutColumn('ProviderName'))).toEqual([
      { line: 1, column: 'ProviderName', message: 'this mandatory column is missing' },
    ]);
  });

  it('finds a billing period that the charge is not in', () => {
    expect(places(withValue(2, 'BillingPeriodStart', '2026-11-07T00:00:00Z'))).toEqual([[2, 'ChargePeriodStart']]);
  });

  it('finds columns with names that FOCUS has not, and columns that are there twice', () => {
    const file = changed(([header = [], ...rows]) => [
      [...header.with(0, 'Billed Cost'), 'x_Tier'],
      ...rows.map((row) => [...row, 'small']),
    ]);
    expect(places(file)).toEqual([
      [1, 'BilledCost'],
      [1, 'x_Tier'],
      [1, 'Billed Cost'],
    ]);
  });

  it('finds that a row of a request is missing, at the last one that is there', () => {
    expect(checkFocus(changed((table) => table.toSpliced(2, 1)))).toEqual([
      { line: 2, column: 'BilledCost', message: 'the rows of request entry-1 do not sum to what it cost' },
    ]);
  });

  it('finds a cost of what is not invoiced by its provider', () => {
    expect(places(withValue(2, 'InvoiceIssuerName', 'reseller'))).toEqual([[2, 'BilledCost']]);
  });

  it('finds a cost of what ran here, and of what has no price', () => {
    expect([places(withValue(2, 'x_Billing', 'local')), places(withValue(2, 'x_Unpriced', 'true'))]).toEqual([
      [[2, 'BilledCost']],
      [[2, 'BilledCost']],
    ]);
  });

  it('finds a SKU price with two SKUs', () => {
    expect(places(withValue(4, 'SkuId', 'another'))).toEqual([[4, 'SkuPriceId']]);
  });

  it('takes a file of any number of rows of one request', () => {
    const header = 'x_EntryId,BilledCost,x_RequestBilledCost\n';
    const findings = checkFocus(`${header}${'one,0,1\n'.repeat(150_000)}`);
    expect(findings.at(-1)).toEqual({
      line: 150_001,
      column: 'BilledCost',
      message: 'the rows of request one do not sum to what it cost',
    });
  });

  it.each(['None', 'null', 'N/A', ' ', ' undefined '])('finds nothing in what we write of a workspace that is called %j', (workspace) => {
    expect(checkFocus(focusFileOf([{ ...paid, origin: { ...paid.origin, workspace }, model: workspace.trim() || 'm' }]))).toEqual([]);
  });

  it('finds a name that stands for nothing in the files of others', () => {
    const others = withoutColumn('x_EntryId');
    expect(checkFocus(others.replaceAll('shop', 'None')).map(({ column }) => column)).toContain('SubAccountName');
  });

  it('finds the same where a file comes in pieces', () => {
    const file = `\uFEFF${withValue(3, 'ListCost', '').replace('shop', '"a ""b""\r\nc"')}"x`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (lengths) => {
        const checking = new FocusCheck();
        for (let [at, turn] = [0, 0]; at < file.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          checking.add(file.slice(at, at + length));
          at += length;
        }
        expect(checking.end().findings).toEqual(checkFocus(file));
      }),
      { numRuns: Math.min(200, Number(process.env.FC_RUNS ?? 200)) },
    );
    expect(checkFocus(file).length).toBeGreaterThan(1);
  });

  it('finds where a file was cut off', () => {
    const lines = sound.split('\r\n');
    const within = lines.slice(0, 3).join('\r\n');
    expect([checkFocus(within.slice(0, -200)), checkFocus(within), checkFocus(''), checkFocus(`${lines[0]}\r\n"a`)]).toEqual([
      [
        { line: 3, message: expect.stringMatching(/^the line has \d+ fields, and the header \d+$/) },
        { line: 2, column: 'BilledCost', message: 'the rows of request entry-1 do not sum to what it cost' },
        { line: 3, message: 'the last line has no end: the file may have been cut off' },
      ].toSorted((a, b) => a.line - b.line),
      [{ line: 3, message: 'the last line has no end: the file may have been cut off' }],
      [{ line: 1, message: 'there is no header: the file is empty' }],
      [{ line: 2, message: 'a quote is opened and never closed: the file may have been cut off' }],
    ]);
  });
});

describe('Reading CSV', () => {
  it('knows the line of each record, whatever is quoted', () => {
    expect(readCsv('a,b\r\n"x\n""y""",\n,"z"\n')).toEqual({
      records: [
        { line: 1, fields: ['a', 'b'] },
        { line: 2, fields: ['x\n"y"', ''] },
        { line: 4, fields: ['', 'z'] },
      ],
    });
  });

  it('says where text follows a closing quote', () => {
    expect(readCsv('a\n"b"c\n')).toEqual({
      records: [{ line: 1, fields: ['a'] }],
      problem: { line: 2, message: 'there is text behind a closing quote' },
    });
  });
});
