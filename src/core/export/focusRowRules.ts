import { compareDecimals, type Decimal, productOf, readDecimal } from './decimal.ts';
import { aiSubcategories, type FocusColumnName } from './focusColumns.ts';
import type { FocusFields } from './focusFinding.ts';

interface RowFinding {
  readonly column: string;
  readonly message: string;
}

type OwnColumnName = 'x_EntryId' | 'x_Billing' | 'x_Unpriced';

/** A row as its rules read it. A column that the file has not, or whose value is of no use, says nothing: its rules do not hold. */
interface Row {
  has(column: FocusColumnName | OwnColumnName): boolean;
  /** Undefined where there is none, or it is empty. */
  value(column: FocusColumnName | OwnColumnName): string | undefined;
  isEmpty(column: FocusColumnName): boolean;
  decimal(column: FocusColumnName): Decimal | undefined;
}

/** What of its columns do not fit each other. Each rule is one of the columns' own pages in FOCUS 1.2, but the last. */
export function checkFocusRow(fields: FocusFields): readonly RowFinding[] {
  const value = (column: string): string | undefined => fields.get(column) || undefined;
  const row: Row = {
    has: (column) => fields.has(column),
    value,
    isEmpty: (column) => fields.get(column) === '',
    decimal: (column) => readDecimal(value(column) ?? ''),
  };
  return [periods, pricing, consumption, costs, pairs, service, issuer, farthingsOwn].flatMap((rule) => rule(row));
}

const finding = (column: FocusColumnName, message: string): readonly RowFinding[] => [{ column, message }];

function periods(row: Row): readonly RowFinding[] {
  const [chargeStart, chargeEnd] = [row.value('ChargePeriodStart'), row.value('ChargePeriodEnd')];
  const [billingStart, billingEnd] = [row.value('BillingPeriodStart'), row.value('BillingPeriodEnd')];
  const isEndFirst = (start: string | undefined, end: string | undefined): boolean =>
    start !== undefined && end !== undefined && end <= start;
  const isOutside = (chargeStart && billingStart && chargeStart < billingStart) || (chargeStart && billingEnd && chargeStart >= billingEnd);
  return [
    ...(isEndFirst(chargeStart, chargeEnd) ? finding('ChargePeriodEnd', 'the charge ends no later than it begins') : []),
    ...(isEndFirst(billingStart, billingEnd) ? finding('BillingPeriodEnd', 'the billing period ends no later than it begins') : []),
    ...(isOutside ? finding('ChargePeriodStart', 'the charge does not begin within its billing period') : []),
  ];
}

/** What is used or bought has a price, a quantity and a SKU; a tax has none. */
function pricing(row: Row): readonly RowFinding[] {
  const columns = [
    'PricingQuantity',
    'PricingUnit',
    'ListUnitPrice',
    'ContractedUnitPrice',
    'PricingCategory',
    'SkuId',
    'SkuPriceId',
  ] as const;
  const category = row.value('ChargeCategory');
  if (category === 'Tax')
    return columns
      .filter((column) => row.value(column) !== undefined)
      .flatMap((column) => finding(column, 'a tax has none: it must be empty'));
  if (row.value('ChargeClass') === 'Correction' || (category !== 'Usage' && category !== 'Purchase')) return [];
  return columns.filter(row.isEmpty).flatMap((column) => finding(column, `it must not be empty where ChargeCategory is "${category}"`));
}

function consumption(row: Row): readonly RowFinding[] {
  const category = row.value('ChargeCategory');
  const columns = ['ConsumedQuantity', 'ConsumedUnit'] as const;
  if (category === undefined) return [];
  const isUsed = category === 'Usage' && row.value('CommitmentDiscountStatus') !== 'Unused';
  if (!isUsed)
    return columns
      .filter((column) => row.value(column) !== undefined)
      .flatMap((column) => finding(column, 'nothing was consumed: it must be empty'));
  if (row.value('ChargeClass') === 'Correction') return [];
  return columns.filter(row.isEmpty).flatMap((column) => finding(column, 'it must not be empty where ChargeCategory is "Usage"'));
}

/** Unit price x quantity is the cost, to the last decimal. */
function costs(row: Row): readonly RowFinding[] {
  if (row.value('ChargeClass') === 'Correction') return [];
  const quantity = row.decimal('PricingQuantity');
  return (['List', 'Contracted'] as const).flatMap((name) => {
    const [price, cost] = [row.decimal(`${name}UnitPrice`), row.decimal(`${name}Cost`)];
    if (!quantity || !price || !cost || compareDecimals(productOf(price, quantity), cost) === 0) return [];
    return finding(`${name}Cost`, `it is not ${name}UnitPrice x PricingQuantity`);
  });
}

/** What is empty where the first of them is, and what must be there where it is not. */
const pairedColumns: readonly {
  readonly of: FocusColumnName;
  readonly emptyWithout: readonly FocusColumnName[];
  readonly neededWith: readonly FocusColumnName[];
}[] = [
  { of: 'BillingAccountId', emptyWithout: ['BillingAccountType'], neededWith: ['BillingAccountType'] },
  { of: 'SubAccountId', emptyWithout: ['SubAccountName', 'SubAccountType'], neededWith: ['SubAccountType'] },
  { of: 'ResourceId', emptyWithout: ['ResourceName', 'ResourceType'], neededWith: ['ResourceType'] },
  { of: 'RegionId', emptyWithout: ['RegionName'], neededWith: ['RegionName'] },
  { of: 'SkuId', emptyWithout: ['SkuMeter'], neededWith: [] },
  { of: 'SkuPriceId', emptyWithout: ['SkuPriceDetails'], neededWith: ['SkuId'] },
  {
    of: 'CommitmentDiscountId',
    emptyWithout: ['CommitmentDiscountName', 'CommitmentDiscountCategory', 'CommitmentDiscountType', 'CommitmentDiscountStatus'],
    neededWith: ['CommitmentDiscountCategory', 'CommitmentDiscountType'],
  },
];

function pairs(row: Row): readonly RowFinding[] {
  return pairedColumns.flatMap(({ of, emptyWithout, neededWith }) => {
    if (row.value(of) !== undefined)
      return neededWith.filter(row.isEmpty).flatMap((column) => finding(column, `it must not be empty where ${of} is not`));
    if (!row.isEmpty(of)) return [];
    return emptyWithout
      .filter((column) => row.value(column) !== undefined)
      .flatMap((column) => finding(column, `it must be empty where ${of} is`));
  });
}

/** A subcategory has one category only. Of other categories than ours only "Other (...)" is known. */
function service(row: Row): readonly RowFinding[] {
  const [category, subcategory] = [row.value('ServiceCategory'), row.value('ServiceSubcategory')];
  if (category === undefined || subcategory === undefined) return [];
  const parent = aiSubcategories.includes(subcategory) ? 'AI and Machine Learning' : /^Other \((.+)\)$/.exec(subcategory)?.[1];
  const isOfAi = category === 'AI and Machine Learning';
  const isFitting = parent === undefined ? !isOfAi : parent === category;
  return isFitting ? [] : finding('ServiceSubcategory', `"${subcategory}" does not belong to "${category}"`);
}

function issuer(row: Row): readonly RowFinding[] {
  const [provider, invoiceIssuer, billed] = [row.value('ProviderName'), row.value('InvoiceIssuerName'), row.decimal('BilledCost')];
  if (provider === undefined || invoiceIssuer === undefined || provider === invoiceIssuer || !billed || billed.units === 0n) return [];
  return finding('BilledCost', 'it must be 0 where somebody else than the provider sends the invoice');
}

/** What Farthing promises of its own files: nothing is prepaid, and only what was paid is a cost. */
function farthingsOwn(row: Row): readonly RowFinding[] {
  if (!row.has('x_EntryId')) return [];
  const [billed, effective] = [row.decimal('BilledCost'), row.decimal('EffectiveCost')];
  const billing = row.value('x_Billing');
  const isPaid = (billed?.units ?? 0n) !== 0n;
  return [
    ...(billed && effective && compareDecimals(billed, effective) !== 0
      ? finding('EffectiveCost', 'it is not BilledCost, and nothing is prepaid')
      : []),
    ...(isPaid && billing !== undefined && billing !== 'metered' ? finding('BilledCost', `what is ${billing} costs nothing`) : []),
    ...(isPaid && row.value('x_Unpriced') === 'true' ? finding('BilledCost', 'it has a cost and says that its price is not known') : []),
  ];
}
