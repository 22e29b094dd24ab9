import type { ImportedRow } from '../../../core/reconcile/index.ts';
import type { ExportFormat, RecordRead } from './exportFormat.ts';
import { Fields, tierOf, tokenFigures } from './fields.ts';
import { modelOfLineItem } from './lineItem.ts';

export interface JsonFormat extends ExportFormat {
  /** Where an answer has spans of time, the name of the field in which a span begins; else the field of a record that has its day. */
  readonly time: 'starting_at' | 'start_time' | 'date';
  /** Is this one of its records? */
  readonly isOne: (record: Readonly<Record<string, unknown>>) => boolean;
  readonly read: (fields: Fields, day: string, record: Readonly<Record<string, unknown>>) => RecordRead;
}

const fieldsIn = (value: unknown): Fields => new Fields((name) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name]);

/** The providers' answers to those who ask with an administrator's key, and OpenRouter's to a management key. */
export const jsonFormats: readonly JsonFormat[] = [
  {
    // https://platform.claude.com/docs/en/api/admin/usage_report/retrieve_messages
    provider: 'anthropic',
    name: "messages usage report of Anthropic's Admin API",
    time: 'starting_at',
    tells: tokenFigures,
    isOne: (record) => 'uncached_input_tokens' in record,
    read: (fields, day, { cache_creation: creation }) => {
      const written = fieldsIn(creation);
      const cacheWrite = written.count('ephemeral_5m_input_tokens') + written.count('ephemeral_1h_input_tokens');
      const cacheRead = fields.count('cache_read_input_tokens');
      const row: ImportedRow = {
        day,
        model: fields.text('model'),
        input: fields.count('uncached_input_tokens') + cacheRead + cacheWrite,
        cacheRead,
        cacheWrite,
        output: fields.count('output_tokens'),
        ...tierOf(fields.text('service_tier')),
      };
      const nested = written.asRow(row);
      return 'problem' in nested ? nested : fields.asRow(row);
    },
  },
  {
    // https://platform.claude.com/docs/en/api/admin/cost_report: amounts are cents as decimal strings, with more than two decimals.
    provider: 'anthropic',
    name: "cost report of Anthropic's Admin API",
    time: 'starting_at',
    tells: ['costNanoUsd'],
    isOne: (record) => 'amount' in record && typeof record.amount !== 'object',
    read: (fields, day) => {
      const currency = fields.text('currency') || 'USD';
      if (currency !== 'USD') return { problem: `amounts in ${currency.slice(0, 10)} are not compared with dollars` };
      const kind = fields.text('cost_type');
      const model = fields.text('model') || (kind === 'tokens' ? '' : kind);
      return fields.asRow({ day, model, costNanoUsd: fields.cents('amount'), ...tierOf(fields.text('service_tier')) });
    },
  },
  {
    // https://developers.openai.com/api/docs/api-reference/usage: input includes what was read from and written to caches.
    provider: 'openai',
    name: "completions usage of OpenAI's Admin API",
    time: 'start_time',
    tells: [...tokenFigures, 'requests'],
    isOne: (record) => 'input_tokens' in record,
    read: (fields, day, { batch }) =>
      fields.asRow({
        day,
        model: fields.text('model'),
        input: fields.count('input_tokens'),
        cacheRead: fields.count('input_cached_tokens'),
        cacheWrite: fields.count('input_cache_write_tokens'),
        output: fields.count('output_tokens'),
        requests: fields.count('num_model_requests'),
        ...tierOf(fields.text('service_tier'), batch === true),
      }),
  },
  {
    // The same page, Costs: amounts are dollars.
    provider: 'openai',
    name: "costs of OpenAI's Admin API",
    time: 'start_time',
    tells: ['costNanoUsd'],
    isOne: (record) => typeof record.amount === 'object' && record.amount !== null,
    read: (fields, day, { amount }) => {
      const paid = fieldsIn(amount);
      const currency = paid.text('currency') || 'usd';
      if (!/^usd$/i.test(currency)) return { problem: `amounts in ${currency.slice(0, 10)} are not compared with dollars` };
      return paid.asRow({ day, ...modelOfLineItem(fields.text('line_item')), costNanoUsd: paid.usd('value') });
    },
  },
  {
    // https://openrouter.ai/docs/api/api-reference/analytics/get-user-activity
    provider: 'openrouter',
    name: "activity of OpenRouter's API",
    time: 'date',
    tells: ['input', 'output', 'requests', 'costNanoUsd'],
    isOne: (record) => 'date' in record && 'prompt_tokens' in record && 'usage' in record,
    read: (fields, day) =>
      fields.asRow({
        day,
        model: fields.text('model') || fields.text('model_permaslug'),
        input: fields.count('prompt_tokens'),
        output: fields.count('completion_tokens'),
        requests: fields.count('requests'),
        costNanoUsd: fields.usd('usage') + fields.usd('byok_usage_inference'),
      }),
  },
];
