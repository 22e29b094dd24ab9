/**
 * A column of FOCUS 1.2, and what may stand in it. `mandatory`: every file has it; `conditional`: files whose provider has such a thing;
 * `recommended`: files should have it. What depends on other columns is in `focusRowRules.ts`.
 */
export interface FocusColumn {
  readonly level: 'mandatory' | 'conditional' | 'recommended';
  readonly type: 'text' | 'decimal' | 'datetime' | 'currency' | 'key-values';
  /** Whether it may be empty in any row at all. */
  readonly isNullable: boolean;
  readonly values?: readonly string[];
  readonly isNeverNegative?: true;
  /** In our files a name that the user gave: a folder, a model, an endpoint. Any word may be one. */
  readonly isNamedByUsers?: true;
}

const always = { level: 'mandatory', type: 'text', isNullable: false } as const;
const ifThereIs = { level: 'conditional', type: 'text', isNullable: true } as const;
const better = { level: 'recommended', type: 'text', isNullable: true } as const;

/** The values of `ServiceCategory`. */
const serviceCategories = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Multicloud',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
] as const;

/** The subcategories of "AI and Machine Learning". Those of other categories are not known here. */
export const aiSubcategories: readonly string[] = [
  'Bots',
  'Generative AI',
  'Machine Learning',
  'Natural Language Processing',
  'Other (AI and Machine Learning)',
];

/** All 57 of https://focus.finops.org/focus-specification/v1-2, read on 2026-11-22. */
export const focusColumns = {
  AvailabilityZone: ifThereIs,
  BilledCost: { ...always, type: 'decimal' },
  BillingAccountId: { ...always, isNamedByUsers: true },
  BillingAccountName: { ...always, isNullable: true, isNamedByUsers: true },
  BillingAccountType: ifThereIs,
  BillingCurrency: { ...always, type: 'currency' },
  BillingPeriodEnd: { ...always, type: 'datetime' },
  BillingPeriodStart: { ...always, type: 'datetime' },
  CapacityReservationId: ifThereIs,
  CapacityReservationStatus: { ...ifThereIs, values: ['Used', 'Unused'] },
  ChargeCategory: { ...always, values: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] },
  ChargeClass: { ...always, isNullable: true, values: ['Correction'] },
  ChargeDescription: { ...always, isNullable: true },
  ChargeFrequency: { ...better, isNullable: false, values: ['One-Time', 'Recurring', 'Usage-Based'] },
  ChargePeriodEnd: { ...always, type: 'datetime' },
  ChargePeriodStart: { ...always, type: 'datetime' },
  CommitmentDiscountCategory: { ...ifThereIs, values: ['Spend', 'Usage'] },
  CommitmentDiscountId: ifThereIs,
  CommitmentDiscountName: ifThereIs,
  CommitmentDiscountQuantity: { ...ifThereIs, type: 'decimal' },
  CommitmentDiscountStatus: { ...ifThereIs, values: ['Used', 'Unused'] },
  CommitmentDiscountType: ifThereIs,
  CommitmentDiscountUnit: ifThereIs,
  ConsumedQuantity: { ...ifThereIs, type: 'decimal' },
  ConsumedUnit: ifThereIs,
  ContractedCost: { ...always, type: 'decimal' },
  ContractedUnitPrice: { ...ifThereIs, type: 'decimal', isNeverNegative: true },
  EffectiveCost: { ...always, type: 'decimal' },
  InvoiceId: better,
  InvoiceIssuerName: always,
  ListCost: { ...always, type: 'decimal' },
  ListUnitPrice: { ...ifThereIs, type: 'decimal', isNeverNegative: true },
  PricingCategory: { ...ifThereIs, values: ['Standard', 'Dynamic', 'Committed', 'Other'] },
  PricingCurrency: { ...ifThereIs, type: 'currency' },
  PricingCurrencyContractedUnitPrice: { ...ifThereIs, type: 'decimal', isNeverNegative: true },
  PricingCurrencyEffectiveCost: { ...ifThereIs, type: 'decimal' },
  PricingCurrencyListUnitPrice: { ...ifThereIs, type: 'decimal', isNeverNegative: true },
  PricingQuantity: { ...always, type: 'decimal', isNullable: true },
  PricingUnit: { ...always, isNullable: true },
  ProviderName: always,
  PublisherName: always,
  RegionId: ifThereIs,
  RegionName: ifThereIs,
  ResourceId: ifThereIs,
  ResourceName: { ...ifThereIs, isNamedByUsers: true },
  ResourceType: ifThereIs,
  ServiceCategory: { ...always, values: serviceCategories },
  ServiceName: { ...always, isNamedByUsers: true },
  ServiceSubcategory: { ...better, isNullable: false },
  SkuId: ifThereIs,
  SkuMeter: ifThereIs,
  SkuPriceDetails: { ...ifThereIs, type: 'key-values' },
  SkuPriceId: ifThereIs,
  SubAccountId: { ...ifThereIs, isNamedByUsers: true },
  SubAccountName: { ...ifThereIs, isNamedByUsers: true },
  SubAccountType: ifThereIs,
  Tags: { ...ifThereIs, type: 'key-values' },
} as const satisfies Readonly<Record<string, FocusColumn>>;

export type FocusColumnName = keyof typeof focusColumns;
