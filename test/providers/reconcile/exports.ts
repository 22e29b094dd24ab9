import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { paidEntry } from '../../core/reconcile/bills.ts';

/** Two days of one model, as every export of that bill is to tell them. Tokens are literals in the files below. */
export const entriesOf = (provider: string, model: string): readonly LedgerEntry[] => [
  paidEntry('2026-11-01', {
    provider,
    endpoint: provider,
    model,
    usage: { ...noUsage, uncachedInput: 1000, cacheRead: 2000, cacheWrite5m: 300, cacheWrite1h: 100, output: 500 },
    costNanoUsd: 12_345_678,
  }),
  paidEntry('2026-11-02', {
    provider,
    endpoint: provider,
    model,
    usage: { ...noUsage, uncachedInput: 700, output: 80 },
    costNanoUsd: 3_300_000,
  }),
];

export interface SeededExport {
  readonly name: string;
  readonly provider: string;
  /** As the ledger calls it. */
  readonly model: string;
  /** What a provider that saw exactly those entries exports. */
  readonly text: string;
  /** One place of it, and what stands there in the seeded one. */
  readonly seed: readonly [from: string, to: string];
  /** What the comparison must find then. */
  readonly finds: readonly string[];
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
const page = (...data: readonly unknown[]): string =>
  JSON.stringify({ object: 'page', data, has_more: false, next_page: null }, undefined, 2);
const span = (day: string, results: readonly unknown[]): unknown => ({
  object: 'bucket',
  start_time: Date.parse(`${day}T00:00:00Z`) / 1000,
  end_time: Date.parse(`${day}T00:00:00Z`) / 1000 + 86_400,
  results,
});
const isoSpan = (day: string, results: readonly unknown[]): unknown => ({
  starting_at: `${day}T00:00:00Z`,
  ending_at: new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString(),
  results,
});

const anthropicUsageHeader =
  'usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,' +
  'usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed';
const anthropicCostHeader =
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed';
const openaiUsageHeader =
  'start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,input_tokens,output_tokens,' +
  'input_cached_tokens,input_cache_write_tokens,input_uncached_tokens';
const openaiCostHeader =
  'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id';
const openrouterLogHeader =
  'generation_id,created_at,cost_total,cost_web_search,cost_cache,cost_file_processing,byok_usage_inference,tokens_prompt,tokens_completion,' +
  'tokens_reasoning,tokens_cached,model_permaslug,provider_name,variant,cancelled,streamed,user,app_name,api_key_name';

export const seededExports: readonly SeededExport[] = [
  {
    name: 'usage CSV of the Claude Console',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    text: lines(
      anthropicUsageHeader,
      '2026-11-01,claude-haiku-4-5-20251001,"Closer, App",Default,standard,≤ 200k,1000,300,100,2000,500,0,global,',
      '2026-11-02,claude-haiku-4-5-20251001,key,Default,standard,≤ 200k,700,0,0,0,80,0,global,',
    ),
    seed: ['1000,300,100,2000,500', '1000,300,100,2000,900'],
    finds: ['other-use'],
  },
  {
    name: 'cost CSV of the Claude Console',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    text: lines(
      anthropicCostHeader,
      '2026-11-01,Claude Haiku 4.5,Default,key,message,≤ 200k,input_no_cache,0.01,0.01,token,global,',
      '2026-11-01,Claude Haiku 4.5,Default,key,message,≤ 200k,output,0.002345678,0.002345678,token,global,',
      '2026-11-02,Claude Haiku 4.5,Default,key,message,≤ 200k,output,0.0033,0.0033,token,global,',
    ),
    seed: ['output,0.0033', 'output,0.00165'],
    finds: ['not-yet-billed', 'service-tier'],
  },
  {
    name: 'messages usage report of Anthropic',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    text: page(
      isoSpan('2026-11-01', [
        {
          uncached_input_tokens: 1000,
          cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 100 },
          cache_read_input_tokens: 2000,
          output_tokens: 500,
          server_tool_use: { web_search_requests: 0 },
          model: 'claude-haiku-4-5-20251001',
          service_tier: 'standard',
        },
      ]),
      isoSpan('2026-11-02', [
        { uncached_input_tokens: 700, cache_read_input_tokens: 0, output_tokens: 80, model: 'claude-haiku-4-5-20251001' },
      ]),
      isoSpan('2026-11-03', []),
    ),
    seed: ['"cache_read_input_tokens": 2000', '"cache_read_input_tokens": 2400'],
    finds: ['other-use'],
  },
  {
    name: 'cost report of Anthropic',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    text: page(
      isoSpan('2026-11-01', [
        { currency: 'USD', amount: '1.2345678', cost_type: 'tokens', model: 'claude-haiku-4-5-20251001', token_type: 'output_tokens' },
      ]),
      isoSpan('2026-11-02', [{ currency: 'USD', amount: '0.33', cost_type: 'tokens', model: 'claude-haiku-4-5-20251001' }]),
    ),
    seed: ['"amount": "1.2345678"', '"amount": "1.5345678"'],
    finds: ['other-use', 'price'],
  },
  {
    name: 'usage CSV of OpenAI',
    provider: 'openai',
    model: 'gpt-5.4',
    text: lines(
      openaiUsageHeader,
      '1793491200,1793491260,2026-11-01T00:00:00+00:00,2026-11-01T00:01:00+00:00,proj,1.0,,key,gpt-5.4-2026-03-05,False,default,3400,500,2000,400,1000',
      '1793491260,1793491320,2026-11-01T00:01:00+00:00,2026-11-01T00:02:00+00:00,,,,,,,,,,,,',
      '1793577600,1793577660,2026-11-02T00:00:00+00:00,2026-11-02T00:01:00+00:00,proj,1.0,,key,gpt-5.4-2026-03-05,False,default,700,80,0,0,700',
    ),
    seed: ['False,default,3400,500,2000,400', 'False,default,3400,500,1500,400'],
    finds: ['cache'],
  },
  {
    name: 'cost CSV of OpenAI',
    provider: 'openai',
    model: 'gpt-5.4',
    text: lines(
      openaiCostHeader,
      '1793491200,1793577600,2026-11-01T00:00:00,2026-11-02T00:00:00,0.012000000000000000000000000000,usd,,,"gpt-5.4-2026-03-05, input",,,proj',
      '1793491200,1793577600,2026-11-01T00:00:00,2026-11-02T00:00:00,0.000345678000000000000000000000,usd,,,"gpt-5.4-2026-03-05, output",,,proj',
      '1793577600,1793664000,2026-11-02T00:00:00,2026-11-03T00:00:00,0.0033,usd,,,"gpt-5.4-2026-03-05, output",,,proj',
    ),
    seed: ['0.0033,usd,,,"gpt-5.4-2026-03-05, output"', '0.0033,usd,,,web search tool calls'],
    finds: ['not-yet-billed', 'other-use'],
  },
  {
    name: 'completions usage of OpenAI',
    provider: 'openai',
    model: 'gpt-5.4',
    text: page(
      span('2026-11-01', [
        {
          object: 'organization.usage.completions.result',
          input_tokens: 3400,
          input_cached_tokens: 2000,
          input_cache_write_tokens: 400,
          output_tokens: 500,
          num_model_requests: 1,
          model: 'gpt-5.4-2026-03-05',
          batch: false,
        },
      ]),
      span('2026-11-02', [{ input_tokens: 700, output_tokens: 80, num_model_requests: 1, model: 'gpt-5.4-2026-03-05', batch: null }]),
    ),
    seed: ['"output_tokens": 500,', '"output_tokens": 700,'],
    finds: ['other-use'],
  },
  {
    name: 'costs of OpenAI',
    provider: 'openai',
    model: 'gpt-5.4',
    text: page(
      span('2026-11-01', [
        {
          object: 'organization.costs.result',
          amount: { value: 0.012345678, currency: 'usd' },
          line_item: 'gpt-5.4-2026-03-05, cached input',
        },
      ]),
      span('2026-11-02', [
        { object: 'organization.costs.result', amount: { value: 0.0033, currency: 'usd' }, line_item: 'gpt-5.4-2026-03-05, input' },
      ]),
    ),
    seed: ['"value": 0.012345678', '"value": 0.024691356'],
    finds: ['service-tier'],
  },
  {
    name: 'activity CSV of OpenRouter',
    provider: 'openrouter',
    model: 'anthropic/claude-haiku-4.5',
    text: lines(
      'Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens',
      '"2026-11-01 00:00:00","anthropic/claude-4.5-haiku-20251001","0.002345678","0.01","1","3400","500","0"',
      '"2026-11-02 00:00:00","anthropic/claude-4.5-haiku-20251001","0.0033","0","1","700","80","0"',
    ),
    seed: ['"0.0033"', '"0.0034815"'],
    finds: ['gateway-fee'],
  },
  {
    name: 'log CSV of OpenRouter',
    provider: 'openrouter',
    model: 'anthropic/claude-haiku-4.5',
    text: lines(
      openrouterLogHeader,
      'gen-1,2026-11-01 12:00:00.713,0.012345678,,,,0,3400,500,0,2000,anthropic/claude-4.5-haiku-20251001,Anthropic,standard,false,true,,App,key',
      'gen-2,2026-11-02 12:00:00.001,0.0033,,,,0,700,80,0,0,anthropic/claude-4.5-haiku-20251001,Anthropic,standard,false,true,,App,key',
    ),
    seed: ['0.012345678,,,,0,3400', '0.014,,,,0,3400'],
    finds: ['price'],
  },
  {
    name: 'activity of OpenRouter’s API',
    provider: 'openrouter',
    model: 'anthropic/claude-haiku-4.5',
    text: JSON.stringify(
      {
        data: [
          {
            date: '2026-11-01',
            model: 'anthropic/claude-haiku-4.5',
            usage: 0.012345678,
            byok_usage_inference: 0,
            requests: 1,
            prompt_tokens: 3400,
            completion_tokens: 500,
          },
          {
            date: '2026-11-02',
            model: 'anthropic/claude-haiku-4.5',
            usage: 0.0033,
            byok_usage_inference: 0,
            requests: 1,
            prompt_tokens: 700,
            completion_tokens: 80,
          },
        ],
      },
      undefined,
      2,
    ),
    seed: ['"prompt_tokens": 3400', '"prompt_tokens": 3100'],
    finds: ['counted-otherwise'],
  },
];
