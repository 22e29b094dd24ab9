import type { RepositoryFiles } from '../../test/support/agent/repository.ts';

/** As it stands in the user's setting: by this very program, which strips types by itself. */
export const nodeTest = `'${process.execPath}' --test --test-isolation=none`;

/** A small library with its tests, all of which pass. */
export const shop: RepositoryFiles = {
  'package.json': `{
  "name": "shop",
  "type": "module",
  "scripts": { "test": "node --test" }
}
`,
  'README.md': `# shop

Carts, discounts and prices of a small shop. Amounts are whole cents.

Run the tests with \`npm test\`.
`,
  'src/money.ts': `/** Amounts are whole cents: nothing is ever lost to floating point. */
export type Cents = number;

export function formatCents(cents: Cents): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(cents) / 100);
  return \`\${sign}\${whole}.\${String(Math.abs(cents) % 100).padStart(2, '0')} EUR\`;
}

/** So many percent of an amount, rounded to the nearest cent. */
export function percentOf(cents: Cents, percent: number): Cents {
  return Math.round((cents * percent) / 100);
}
`,
  'src/cart.ts': `import { type Cents, percentOf } from './money.ts';

export interface CartLine {
  readonly name: string;
  readonly unitPrice: Cents;
  readonly count: number;
}

export function lineTotal({ unitPrice, count }: CartLine): Cents {
  return unitPrice * count;
}

/** What is to be paid: the discount is taken from the sum of all lines. */
export function cartTotal(lines: readonly CartLine[], discountPercent = 0): Cents {
  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  return sum - percentOf(sum, discountPercent);
}
`,
  'src/receipt.ts': `import { type CartLine, cartTotal, lineTotal } from './cart.ts';
import { formatCents } from './money.ts';

export function receipt(lines: readonly CartLine[], discountPercent = 0): string {
  const rows = lines.map((line) => \`\${line.count} x \${line.name}: \${formatCents(lineTotal(line))}\`);
  return [...rows, \`Total: \${formatCents(cartTotal(lines, discountPercent))}\`].join('\\n');
}
`,
  'test/money.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCents, percentOf } from '../src/money.ts';

test('amounts have two digits behind the point', () => assert.equal(formatCents(1205), '12.05 EUR'));
test('debts have a sign', () => assert.equal(formatCents(-5), '-0.05 EUR'));
test('a percentage is rounded to the nearest cent', () => assert.equal(percentOf(333, 10), 33));
`,
  'test/cart.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cartTotal } from '../src/cart.ts';
import { receipt } from '../src/receipt.ts';

const pens = { name: 'pen', unitPrice: 199, count: 3 };
const ink = { name: 'ink', unitPrice: 505, count: 1 };

test('a cart costs the sum of its lines', () => assert.equal(cartTotal([pens, ink]), 1102));
test('the discount is taken from the sum', () => assert.equal(cartTotal([pens, ink], 10), 992));
test('a receipt ends with the total', () => assert.match(receipt([pens], 10), /Total: 5\\.37 EUR$/));
`,
};

/** The sum of rounded pieces in place of the rounded sum: a test fails. */
export const brokenCart = {
  'src/cart.ts':
    shop['src/cart.ts']?.replace(
      `  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  return sum - percentOf(sum, discountPercent);`,
      `  return lines.reduce((total, line) => total + line.count * Math.floor(line.unitPrice * (1 - discountPercent / 100)), 0);`,
    ) ?? '',
} as const satisfies RepositoryFiles;

export const brokenLine =
  '  return lines.reduce((total, line) => total + line.count * Math.floor(line.unitPrice * (1 - discountPercent / 100)), 0);';

export const mendedLines = `  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  return sum - percentOf(sum, discountPercent);`;
