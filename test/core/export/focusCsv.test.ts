import { describe, expect, it } from 'vitest';
import { costOf } from '../../../src/core/money/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { entryOf, outcomeOf, without } from '../../support/entries.ts';
import { paidPrice } from '../../support/tasks.ts';
import { focusFileOf, rowsOf } from './focusFiles.ts';

const usage = { ...noUsage, uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 };
const paid = entryOf({
  kind: 'chat',
  billing: 'metered',
  model: 'sonnet',
  provider: 'anthropic',
  endpoint: 'anthropic',
  tier: 'medium',
  durationMs: 1500.4,
  usage,
  costNanoUsd: costOf(usage, paidPrice),
  reasoningTokens: 100,
});

describe('The FOCUS file', () => {
  it('has a row for each meter of a request, with all that FOCUS and we have of it', () => {
    const [input, , , output, ...others] = rowsOf(
      focusFileOf([paid], undefined, [outcomeOf({ type: 'shown' }), outcomeOf({ type: 'accepted' }), outcomeOf({ type: 'shown' })]),
    );
    expect([others.length, output]).toEqual([
      0,
      {
        BilledCost: '0.06',
        BillingAccountId: 'anthropic',
        BillingAccountName: 'anthropic',
        BillingAccountType: 'Endpoint',
        BillingCurrency: 'USD',
        BillingPeriodEnd: '2026-12-01T00:00:00Z',
        BillingPeriodStart: '2026-11-01T00:00:00Z',
        ChargeCategory: 'Usage',
        ChargeClass: '',
        ChargeDescription: 'sonnet: output tokens',
        ChargeFrequency: 'Usage-Based',
        ChargePeriodEnd: '2026-11-06T21:20:02Z',
        ChargePeriodStart: '2026-11-06T21:20:00Z',
        ConsumedQuantity: '4000',
        ConsumedUnit: 'Tokens',
        ContractedCost: '0.06',
        ContractedUnitPrice: '15',
        EffectiveCost: '0.06',
        InvoiceId: '',
        InvoiceIssuerName: 'anthropic',
        ListCost: '0.06',
        ListUnitPrice: '15',
        PricingCategory: 'Standard',
        PricingQuantity: '0.004',
        PricingUnit: '1000000 Tokens',
        ProviderName: 'anthropic',
        PublisherName: 'anthropic',
        RegionId: '',
        RegionName: '',
        ResourceId: 'anthropic/sonnet',
        ResourceName: 'sonnet',
        ResourceType: 'Model',
        ServiceCategory: 'AI and Machine Learning',
        ServiceName: 'anthropic',
        ServiceSubcategory: 'Generative AI',
        SkuId: 'anthropic/sonnet/output',
        SkuMeter: 'Output Tokens',
        SkuPriceDetails: '',
        SkuPriceId: 'anthropic/sonnet/output',
        SubAccountId: 'shop',
        SubAccountName: 'shop',
        SubAccountType: 'Workspace',
        x_EntryId: 'entry-1',
        x_TaskId: 'task-1',
        x_Attempt: '1',
        x_Kind: 'chat',
        x_Tier: 'medium',
        x_Model: 'sonnet',
        x_Endpoint: 'anthropic',
        x_Billing: 'metered',
        x_Meter: 'output',
        x_CostSource: 'list',
        x_Unpriced: 'false',
        x_IsEstimate: 'false',
        x_RequestBilledCost: '0.07875',
        x_CountedCost: '',
        x_UncachedInputTokens: '0',
        x_CacheReadTokens: '0',
        x_CacheWrite5mTokens: '0',
        x_CacheWrite30mTokens: '0',
        x_CacheWrite1hTokens: '0',
        x_CacheWrite12hTokens: '0',
        x_OutputTokens: '4000',
        x_ReasoningTokens: '100',
        x_EnergyWattHours: '',
        x_Outcome: 'shown;accepted',
        x_Finish: 'stop',
        x_DecisionRule: 'ladder',
        x_Language: 'typescript',
        x_StartedAt: '2026-11-06T21:20:00.000Z',
        x_DurationMilliseconds: '',
        x_LocalDay: '2026-11-05',
      },
    ]);
    expect([input?.x_CountedCost, input?.x_DurationMilliseconds]).toEqual(['0.07875', '1500']);
  });

  it('costs nothing for what ran here, and says its energy once', () => {
    const rows = rowsOf(focusFileOf([entryOf({ costNanoUsd: 0, energyWh: 0.000012 })]));
    expect(
      rows.map(({ BilledCost, ListCost, x_Unpriced, x_EnergyWattHours }) => [BilledCost, ListCost, x_Unpriced, x_EnergyWattHours]),
    ).toEqual([
      ['0', '0', 'false', '0.000012'],
      ['0', '0', 'false', ''],
      ['0', '0', 'false', ''],
    ]);
  });

  it('tells what has no known price from what is free', () => {
    const rows = rowsOf(focusFileOf([without({ ...paid, countedNanoUsd: 500 }, 'costNanoUsd')]));
    expect(
      rows.map(({ BilledCost, x_Unpriced, x_CountedCost, ChargeDescription }) => [
        BilledCost,
        x_Unpriced,
        x_CountedCost,
        ChargeDescription,
      ]),
    ).toEqual([
      ['0', 'true', '0.0000005', 'sonnet: input tokens, price not known'],
      ['0', 'true', '', 'sonnet: input tokens read from a cache, price not known'],
      ['0', 'true', '', 'sonnet: input tokens written to a cache for 5 minutes, price not known'],
      ['0', 'true', '', 'sonnet: output tokens, price not known'],
    ]);
  });

  it('has the list price of a flat plan in ListCost only', () => {
    const plan = { ...paid, billing: 'subscription', costNanoUsd: 0, listPriceNanoUsd: costOf(usage, paidPrice) } as const;
    const rows = rowsOf(focusFileOf([plan]));
    expect(
      rows.map(({ BilledCost, EffectiveCost, ContractedCost, ListCost }) => [BilledCost, EffectiveCost, ContractedCost, ListCost]),
    ).toEqual([
      ['0', '0', '0', '0.006'],
      ['0', '0', '0', '0.009'],
      ['0', '0', '0', '0.00375'],
      ['0', '0', '0', '0.06'],
    ]);
  });

  it('keeps names from being run as formulas', () => {
    const [row] = rowsOf(focusFileOf([entryOf({ model: '=SUM(A1)', origin: { trigger: 'invoke', workspace: ' @shop ' } })]));
    expect([row?.ResourceName, row?.SubAccountId]).toEqual(["'=SUM(A1)", "'@shop"]);
  });
});
