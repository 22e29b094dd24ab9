import type { ExportFormat, RecordRead } from './exportFormat.ts';
import { type Fields, tierOf, tokenFigures } from './fields.ts';
import { modelOfLineItem } from './lineItem.ts';
import { readDay } from './readDay.ts';

export interface CsvFormat extends ExportFormat {
  /** Columns that it never lacks, as `columnName` writes them: they are what it is known by. */
  readonly columns: readonly string[];
  readonly read: (fields: Fields) => RecordRead;
}

/** Headers are written `Prompt Tokens` in one export and `prompt_tokens` in another. */
export const columnName = (header: string): string => header.trim().toLowerCase().replaceAll(/\s+/g, '_');

const withDay = (word: string, read: (day: string) => RecordRead): RecordRead => {
  const day = readDay(word);
  return day === undefined ? { problem: `"${word.slice(0, 40)}" is no day` } : read(day);
};

/**
 * The exports as users download them. None of the providers documents the columns; these are as seen in many published files of 2025 and 2026.
 * What a file has besides is not read.
 */
export const csvFormats: readonly CsvFormat[] = [
  {
    // Claude Console, Usage, Export.
    provider: 'anthropic',
    name: 'usage export of the Claude Console',
    columns: ['usage_date_utc', 'model_version', 'usage_input_tokens_no_cache', 'usage_output_tokens'],
    tells: tokenFigures,
    read: (fields) =>
      withDay(fields.text('usage_date_utc'), (day) => {
        const cacheRead = fields.count('usage_input_tokens_cache_read');
        const writes = ['usage_input_tokens_cache_write_5m', 'usage_input_tokens_cache_write_1h', 'usage_input_tokens_cache_write'];
        const cacheWrite = writes.reduce((sum, name) => sum + fields.count(name), 0);
        return fields.asRow({
          day,
          model: fields.text('model_version'),
          input: fields.count('usage_input_tokens_no_cache') + cacheRead + cacheWrite,
          cacheRead,
          cacheWrite,
          output: fields.count('usage_output_tokens'),
          ...tierOf(fields.text('usage_type')),
        });
      }),
  },
  {
    // Claude Console, Cost, Export: a row for each kind of token.
    provider: 'anthropic',
    name: 'cost export of the Claude Console',
    columns: ['usage_date_utc', 'model', 'token_type', 'cost_usd'],
    tells: ['costNanoUsd'],
    read: (fields) =>
      withDay(fields.text('usage_date_utc'), (day) =>
        fields.asRow({
          day,
          model: fields.text('model') || fields.text('cost_type') || fields.text('token_type'),
          costNanoUsd: fields.usd('cost_usd'),
          ...tierOf(fields.text('usage_type')),
        }),
      ),
  },
  {
    // Usage dashboard, Export, activity: `input_tokens` includes what was cached.
    provider: 'openai',
    name: 'usage export of the OpenAI dashboard',
    columns: ['start_time', 'input_tokens', 'output_tokens'],
    tells: [...tokenFigures, 'requests'],
    read: (fields) =>
      withDay(fields.text('start_time'), (day) => {
        // A span of time without usage has nothing but its time.
        if (['input_tokens', 'output_tokens', 'num_model_requests'].every((name) => fields.text(name) === '')) return { emptyDay: day };
        return fields.asRow({
          day,
          model: fields.text('model'),
          input: fields.count('input_tokens'),
          cacheRead: fields.count('input_cached_tokens'),
          cacheWrite: fields.count('input_cache_write_tokens'),
          output: fields.count('output_tokens'),
          requests: fields.count('num_model_requests'),
          ...tierOf(fields.text('service_tier'), /^true$/i.test(fields.text('batch'))),
        });
      }),
  },
  {
    // Usage dashboard, Export, cost.
    provider: 'openai',
    name: 'cost export of the OpenAI dashboard',
    columns: ['start_time', 'amount_value'],
    tells: ['costNanoUsd'],
    read: (fields) =>
      withDay(fields.text('start_time'), (day) => {
        if (fields.text('amount_value') === '') return { emptyDay: day };
        const currency = fields.text('amount_currency') || 'usd';
        if (!/^usd$/i.test(currency)) return { problem: `amounts in ${currency.slice(0, 10)} are not compared with dollars` };
        return fields.asRow({ day, ...modelOfLineItem(fields.text('line_item')), costNanoUsd: fields.usd('amount_value') });
      }),
  },
  {
    // Activity, Export: one row for each day and model, or the API's answer as a table.
    provider: 'openrouter',
    name: 'activity export of OpenRouter',
    columns: ['date', 'usage', 'requests', 'prompt_tokens', 'completion_tokens'],
    tells: ['input', 'output', 'requests', 'costNanoUsd'],
    read: (fields) =>
      withDay(fields.text('date'), (day) =>
        fields.asRow({
          day,
          model: fields.text('model') || fields.text('slug') || fields.text('model_permaslug'),
          input: fields.count('prompt_tokens'),
          output: fields.count('completion_tokens'),
          requests: fields.count('requests'),
          // Our entries have both: what OpenRouter takes, and the upstream's bill on one's own key.
          costNanoUsd: fields.usd('usage') + fields.usd('byok_usage') + fields.usd('byok_usage_inference'),
        }),
      ),
  },
  {
    // Logs, Export: one row for each request.
    provider: 'openrouter',
    name: 'log export of OpenRouter',
    columns: ['generation_id', 'created_at', 'model_permaslug', 'cost_total', 'tokens_prompt', 'tokens_completion'],
    tells: ['input', 'output', 'requests', 'costNanoUsd'],
    read: (fields) =>
      withDay(fields.text('created_at'), (day) =>
        fields.asRow({
          day,
          model: fields.text('model_permaslug'),
          input: fields.count('tokens_prompt'),
          output: fields.count('tokens_completion'),
          requests: 1,
          costNanoUsd: fields.usd('cost_total') + fields.usd('byok_usage_inference'),
        }),
      ),
  },
];
