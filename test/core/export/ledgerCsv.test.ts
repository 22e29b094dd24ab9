import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvHeader, csvRows } from '../../../src/core/export/ledgerCsv.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { anyEntries, entryOf, without } from '../../support/entries.ts';

const csvOf = (entries: readonly LedgerEntry[]): string => csvHeader() + csvRows(entries);

describe('The CSV of the ledger', () => {
  it('names every quantity with its unit, and has all that an entry has', () => {
    const entry = entryOf({
      id: 'entry-1',
      taskId: 'task-1',
      kind: 'chat',
      model: 'sonnet',
      tier: 'medium',
      provider: 'anthropic',
      endpoint: 'anthropic',
      billing: 'metered',
      finish: 'error',
      errorReason: 'overloaded',
      usage: { uncachedInput: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite30m: 4, cacheWrite1h: 5, cacheWrite12h: 6, output: 7 },
      reasoningTokens: 8,
      isEstimate: true,
      costNanoUsd: 1_000_391_200,
      countedNanoUsd: 9,
      listPriceNanoUsd: 10,
      effort: 'high',
      serviceTier: 'flex',
      precision: 'fp8',
      sessionId: 'session-1',
      expectedCacheReadTokens: 20,
      cacheMiss: 'expired',
      billingReport: { generationId: 'gen-1', chargedNanoUsd: 11, serviceTier: 'priority', inferenceGeo: 'us', speed: 'fast' },
      energyWh: 0.25,
      decision: {
        rule: 'ladder',
        reason: 'medium is rung 1 of 2, "cheapest"',
        chosen: 'sonnet (anthropic)',
        fallbacks: ['a (b)', 'c (d)'],
        rejected: [{ candidate: 'e (f)', rule: 'no-key', reason: 'there is no key' }],
        expectedCostNanoUsd: 12,
        costPerUsefulNanoUsd: 15,
        quality: { mean: 0.8, source: 'a benchmark' },
        rules: ['thrifty', 'shared'],
      },
    });
    expect(asTable(csvOf([entry]))).toEqual([
      {
        entry_id: 'entry-1',
        task_id: 'task-1',
        attempt: '1',
        kind: 'chat',
        trigger: 'automatic',
        language: 'typescript',
        workspace: 'shop',
        started_at: '2026-11-06T21:20:00.000Z',
        local_day: '2026-11-05',
        first_token_ms: '12',
        duration_ms: '34',
        model: 'sonnet',
        tier: 'medium',
        provider: 'anthropic',
        endpoint: 'anthropic',
        billing: 'metered',
        effort: 'high',
        requested_service_tier: 'flex',
        precision: 'fp8',
        session_id: 'session-1',
        finish: 'error',
        error_reason: 'overloaded',
        uncached_input_tokens: '1',
        cache_read_tokens: '2',
        cache_write_5m_tokens: '3',
        cache_write_30m_tokens: '4',
        cache_write_1h_tokens: '5',
        cache_write_12h_tokens: '6',
        expected_cache_read_tokens: '20',
        cache_miss: 'expired',
        output_tokens: '7',
        reasoning_tokens: '8',
        is_estimate: 'true',
        cost_nano_usd: '1000391200',
        cost_usd: '1.000391200',
        counted_nano_usd: '9',
        list_price_nano_usd: '10',
        generation_id: 'gen-1',
        charged_nano_usd: '11',
        service_tier: 'priority',
        inference_geo: 'us',
        speed: 'fast',
        energy_wh: '0.25',
        decision_rule: 'ladder',
        decision_reason: 'medium is rung 1 of 2, "cheapest"',
        decision_chosen: 'sonnet (anthropic)',
        decision_fallbacks: 'a (b); c (d)',
        decision_rejected: 'e (f): no-key',
        decision_rules: 'thrifty; shared',
        expected_cost_nano_usd: '12',
        cost_per_useful_nano_usd: '15',
        quality_mean: '0.8',
      },
    ]);
  });

  it('leaves the cost of an unpriced attempt empty: it was not free', () => {
    const [row] = asTable(csvOf([without(entryOf({ countedNanoUsd: 5 }), 'costNanoUsd')]));
    expect([row?.cost_nano_usd, row?.cost_usd, row?.counted_nano_usd]).toEqual(['', '', '5']);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('keeps %j from being run as a formula', (model) => {
    const [row] = asTable(csvOf([entryOf({ model })]));
    expect(row?.model).toBe(`'${model}`);
  });

  it('reads back as what was written, whatever the names are', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', '\n', '\r', ';', '=', "'", '\t', ' ') });
    fc.assert(
      fc.property(anyEntries, name, name, (entries, model, reason) => {
        const written = entries.map((entry) => ({ ...entry, model, decision: { ...entry.decision, reason } }));
        expect(
          asTable(csvOf(written)).map(({ entry_id, model, decision_reason, cost_nano_usd, cost_usd }) => ({
            entry_id,
            model: unguarded(model),
            reason: unguarded(decision_reason),
            cost_nano_usd,
            cost: cost_usd?.replace('.', '').replace(/^0+(?=\d)/, ''),
          })),
        ).toEqual(
          written.map(({ id, costNanoUsd }) => ({
            entry_id: id,
            model,
            reason,
            cost_nano_usd: String(costNanoUsd ?? ''),
            cost: String(costNanoUsd ?? ''),
          })),
        );
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});

function unguarded(text: string | undefined): string | undefined {
  return text?.replace(/^'(?='*[=+\-@\t\r\n])/, '');
}

/** A reader of RFC 4180 of the test's own: one object for each record, by the names in the header. */
function asTable(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...records] = recordsOf(csv);
  return records.map((record) => {
    expect(record).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
  });
}

function recordsOf(csv: string): readonly string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (let at = 0; at < csv.length; ) {
    const quoted = /"((?:[^"]|"")*)"/y;
    const bare = /[^",\r\n]*/y;
    const pattern = csv[at] === '"' ? quoted : bare;
    pattern.lastIndex = at;
    const [all = '', inner] = pattern.exec(csv) ?? [];
    record.push(inner === undefined ? all : inner.replaceAll('""', '"'));
    at += all.length;
    if (csv[at] === ',') {
      at += 1;
    } else if (csv.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
    } else throw new Error(`neither a comma nor an end of line at ${at}: ${JSON.stringify(csv.slice(at, at + 20))}`);
  }
  return records;
}
