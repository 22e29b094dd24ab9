// biome-ignore-all format: one price list a line reads as the table it is
// Written by `npm run catalogue` from @pydantic/genai-prices 0.1.8; a test compares. What it lacks is in overlay/.
import type { GeneratedModel } from './generatedModel.ts';

const source1 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/anthropic.yml', readOn: '2026-09-23' };
const source2 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/openai.yml', readOn: '2026-09-23' };
const source3 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/deepseek.yml', readOn: '2026-09-23' };
const source4 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/google.yml', readOn: '2026-09-23' };
const source5 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/mistral.yml', readOn: '2026-09-23' };
const source6 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/groq.yml', readOn: '2026-09-23' };
const source7 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/together.yml', readOn: '2026-09-23' };
const source8 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/x_ai.yml', readOn: '2026-09-23' };
const source9 = { url: 'https://github.com/pydantic/genai-prices/blob/main/prices/providers/openrouter.yml', readOn: '2026-09-23' };

/** Nano-dollars per million tokens. */
export const generated: readonly GeneratedModel[] = [
  { endpoint: 'anthropic', id: 'claude-haiku-4-5', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 1_000_000_000, output: 5_000_000_000, cacheRead: 100_000_000, cacheWrite5m: 1_250_000_000, cacheWrite1h: 2_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-sonnet-4-5', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 3_000_000_000, output: 15_000_000_000, cacheRead: 300_000_000, cacheWrite5m: 3_750_000_000, cacheWrite1h: 6_000_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000, cacheRead: 600_000_000, cacheWrite5m: 7_500_000_000, cacheWrite1h: 12_000_000_000 } }] },
  ] },
  { endpoint: 'anthropic', id: 'claude-sonnet-4-6', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 3_000_000_000, output: 15_000_000_000, cacheRead: 300_000_000, cacheWrite5m: 3_750_000_000, cacheWrite1h: 6_000_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000, cacheRead: 600_000_000, cacheWrite5m: 7_500_000_000, cacheWrite1h: 12_000_000_000 } }] },
    { validFrom: '2026-03-13', source: source1, uncachedInput: 3_000_000_000, output: 15_000_000_000, cacheRead: 300_000_000, cacheWrite5m: 3_750_000_000, cacheWrite1h: 6_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-sonnet-5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 2_000_000_000, output: 10_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 2_500_000_000, cacheWrite1h: 4_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-4-5', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-4-6', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 10_000_000_000, output: 37_500_000_000, cacheRead: 1_000_000_000, cacheWrite5m: 12_500_000_000, cacheWrite1h: 20_000_000_000 } }] },
    { validFrom: '2026-03-13', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-4-7', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-4-8', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 5_000_000_000, output: 25_000_000_000, cacheRead: 500_000_000, cacheWrite5m: 6_250_000_000, cacheWrite1h: 10_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-opus-5-5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 4_000_000_000, output: 20_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 5_000_000_000, cacheWrite1h: 8_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-fable-5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 10_000_000_000, output: 50_000_000_000, cacheRead: 1_000_000_000, cacheWrite5m: 12_500_000_000, cacheWrite1h: 20_000_000_000 },
  ] },
  { endpoint: 'anthropic', id: 'claude-fable-5-1', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source1, uncachedInput: 10_000_000_000, output: 50_000_000_000, cacheRead: 250_000_000, cacheWrite5m: 12_500_000_000, cacheWrite1h: 20_000_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4o-mini', contextTokens: 128_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 150_000_000, output: 600_000_000, cacheRead: 75_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4o', contextTokens: 128_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 2_500_000_000, output: 10_000_000_000, cacheRead: 1_250_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4o-2024-05-13', contextTokens: 128_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 5_000_000_000, output: 15_000_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4.1-nano', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 100_000_000, output: 400_000_000, cacheRead: 25_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4.1-mini', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 400_000_000, output: 1_600_000_000, cacheRead: 100_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-4.1', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 2_000_000_000, output: 8_000_000_000, cacheRead: 500_000_000 },
  ] },
  { endpoint: 'openai', id: 'o4-mini', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_100_000_000, output: 4_400_000_000, cacheRead: 275_000_000 },
  ] },
  { endpoint: 'openai', id: 'o3', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 10_000_000_000, output: 40_000_000_000, cacheRead: 500_000_000 },
    { validFrom: '2025-06-10', source: source2, uncachedInput: 2_000_000_000, output: 8_000_000_000, cacheRead: 500_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5-nano', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 50_000_000, output: 400_000_000, cacheRead: 5_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5-mini', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 250_000_000, output: 2_000_000_000, cacheRead: 25_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5-codex', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.1', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.1-codex-mini', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 250_000_000, output: 2_000_000_000, cacheRead: 25_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.1-codex', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.1-codex-max', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.2', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_750_000_000, output: 14_000_000_000, cacheRead: 175_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.2-codex', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_750_000_000, output: 14_000_000_000, cacheRead: 175_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.3-codex', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_750_000_000, output: 14_000_000_000, cacheRead: 175_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.4-nano', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 200_000_000, output: 1_250_000_000, cacheRead: 20_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.4-mini', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 750_000_000, output: 4_500_000_000, cacheRead: 75_000_000 },
  ] },
  { endpoint: 'openai', id: 'gpt-5.4', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 250_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 5_000_000_000, output: 22_500_000_000, cacheRead: 500_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-5.5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 5_000_000_000, output: 30_000_000_000, cacheRead: 500_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 10_000_000_000, output: 45_000_000_000, cacheRead: 1_000_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-5.6-luna', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 1_000_000_000, output: 6_000_000_000, cacheRead: 100_000_000, cacheWrite30m: 1_250_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 2_000_000_000, output: 9_000_000_000, cacheRead: 200_000_000, cacheWrite30m: 2_500_000_000 } }] },
    { validFrom: '2026-07-30', source: source2, uncachedInput: 200_000_000, output: 1_200_000_000, cacheRead: 20_000_000, cacheWrite30m: 250_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 400_000_000, output: 1_800_000_000, cacheRead: 40_000_000, cacheWrite30m: 500_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-5.6-terra', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 250_000_000, cacheWrite30m: 3_125_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 5_000_000_000, output: 22_500_000_000, cacheRead: 500_000_000, cacheWrite30m: 6_250_000_000 } }] },
    { validFrom: '2026-07-30', source: source2, uncachedInput: 2_000_000_000, output: 12_000_000_000, cacheRead: 200_000_000, cacheWrite30m: 2_500_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 4_000_000_000, output: 18_000_000_000, cacheRead: 400_000_000, cacheWrite30m: 5_000_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-5.6-sol', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 5_000_000_000, output: 30_000_000_000, cacheRead: 500_000_000, cacheWrite30m: 6_250_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 10_000_000_000, output: 45_000_000_000, cacheRead: 1_000_000_000, cacheWrite30m: 12_500_000_000 } }] },
    { validFrom: '2026-08-21', source: source2, uncachedInput: 4_000_000_000, output: 20_000_000_000, cacheRead: 400_000_000, cacheWrite30m: 5_000_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 8_000_000_000, output: 30_000_000_000, cacheRead: 800_000_000, cacheWrite30m: 10_000_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-5.6', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 5_000_000_000, output: 30_000_000_000, cacheRead: 500_000_000, cacheWrite30m: 6_250_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 10_000_000_000, output: 45_000_000_000, cacheRead: 1_000_000_000, cacheWrite30m: 12_500_000_000 } }] },
    { validFrom: '2026-08-21', source: source2, uncachedInput: 4_000_000_000, output: 20_000_000_000, cacheRead: 400_000_000, cacheWrite30m: 5_000_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 8_000_000_000, output: 30_000_000_000, cacheRead: 800_000_000, cacheWrite30m: 10_000_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-6-luna', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 100_000_000, output: 500_000_000, cacheRead: 10_000_000, cacheWrite30m: 125_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 200_000_000, output: 750_000_000, cacheRead: 20_000_000, cacheWrite30m: 250_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-6-sol', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 2_000_000_000, output: 10_000_000_000, cacheRead: 200_000_000, cacheWrite30m: 2_500_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 4_000_000_000, output: 15_000_000_000, cacheRead: 400_000_000, cacheWrite30m: 5_000_000_000 } }] },
  ] },
  { endpoint: 'openai', id: 'gpt-6-astra', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source2, uncachedInput: 10_000_000_000, output: 50_000_000_000, cacheRead: 1_000_000_000, cacheWrite30m: 12_500_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 20_000_000_000, output: 75_000_000_000, cacheRead: 2_000_000_000, cacheWrite30m: 25_000_000_000 } }] },
  ] },
  { endpoint: 'deepseek', id: 'deepseek-v4-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source3, uncachedInput: 140_000_000, output: 280_000_000, cacheRead: 2_800_000 },
    { validFrom: '2026-08-17', source: source3, uncachedInput: 440_000_000, output: 1_320_000_000, cacheRead: 14_000_000, hours: [{ utcFromMinute: 240, utcToMinute: 360, prices: { uncachedInput: 220_000_000, output: 660_000_000, cacheRead: 7_000_000 } }, { utcFromMinute: 600, utcToMinute: 60, prices: { uncachedInput: 220_000_000, output: 660_000_000, cacheRead: 7_000_000 } }] },
  ] },
  { endpoint: 'deepseek', id: 'deepseek-v4-pro', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source3, uncachedInput: 435_000_000, output: 870_000_000, cacheRead: 3_625_000 },
    { validFrom: '2026-08-17', source: source3, uncachedInput: 1_320_000_000, output: 3_960_000_000, cacheRead: 44_000_000, hours: [{ utcFromMinute: 240, utcToMinute: 360, prices: { uncachedInput: 660_000_000, output: 1_980_000_000, cacheRead: 22_000_000 } }, { utcFromMinute: 600, utcToMinute: 60, prices: { uncachedInput: 660_000_000, output: 1_980_000_000, cacheRead: 22_000_000 } }] },
  ] },
  { endpoint: 'gemini', id: 'gemini-2.5-flash-lite', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 100_000_000, output: 400_000_000, cacheRead: 10_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-2.5-flash', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 300_000_000, output: 2_500_000_000, cacheRead: 30_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-2.5-pro', prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 250_000_000 } }] },
  ] },
  { endpoint: 'gemini', id: 'gemini-3-flash-preview', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 500_000_000, output: 3_000_000_000, cacheRead: 50_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.1-flash-lite', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 250_000_000, output: 1_500_000_000, cacheRead: 25_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.1-pro-preview', prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 2_000_000_000, output: 12_000_000_000, cacheRead: 200_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 4_000_000_000, output: 18_000_000_000, cacheRead: 400_000_000 } }] },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.5-flash-lite', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 300_000_000, output: 2_500_000_000, cacheRead: 30_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.5-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 1_500_000_000, output: 9_000_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.6-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 750_000_000, output: 3_750_000_000, cacheRead: 75_000_000 },
    { validFrom: '2027-01-01', source: source4, uncachedInput: 1_500_000_000, output: 7_500_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.7-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 750_000_000, output: 3_750_000_000, cacheRead: 75_000_000 },
    { validFrom: '2027-01-01', source: source4, uncachedInput: 1_500_000_000, output: 7_500_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'gemini', id: 'gemini-3.8-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source4, uncachedInput: 750_000_000, output: 3_750_000_000, cacheRead: 75_000_000 },
    { validFrom: '2027-01-01', source: source4, uncachedInput: 1_500_000_000, output: 7_500_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'mistral', id: 'codestral-latest', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 300_000_000, output: 900_000_000, cacheRead: 30_000_000 },
  ] },
  { endpoint: 'mistral', id: 'codestral-2508', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 300_000_000, output: 900_000_000, cacheRead: 30_000_000 },
  ] },
  { endpoint: 'mistral', id: 'devstral-2512', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 400_000_000, output: 2_000_000_000, cacheRead: 40_000_000 },
  ] },
  { endpoint: 'mistral', id: 'devstral-small-latest', prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 100_000_000, output: 300_000_000 },
  ] },
  { endpoint: 'mistral', id: 'ministral-8b-2512', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 150_000_000, output: 150_000_000, cacheRead: 15_000_000 },
  ] },
  { endpoint: 'mistral', id: 'mistral-small-2603', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 150_000_000, output: 600_000_000, cacheRead: 15_000_000 },
  ] },
  { endpoint: 'mistral', id: 'mistral-medium-3-5', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 1_500_000_000, output: 7_500_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'mistral', id: 'mistral-medium-latest', prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 400_000_000, output: 2_000_000_000, cacheRead: 40_000_000 },
    { validFrom: '2026-06-16', source: source5, uncachedInput: 1_500_000_000, output: 7_500_000_000, cacheRead: 150_000_000 },
  ] },
  { endpoint: 'mistral', id: 'mistral-large-2512', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source5, uncachedInput: 500_000_000, output: 1_500_000_000, cacheRead: 50_000_000 },
  ] },
  { endpoint: 'groq', id: 'openai/gpt-oss-20b', contextTokens: 131_072, prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 75_000_000, output: 300_000_000, cacheRead: 37_500_000 },
  ] },
  { endpoint: 'groq', id: 'openai/gpt-oss-120b', contextTokens: 131_072, prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 150_000_000, output: 600_000_000, cacheRead: 75_000_000 },
  ] },
  { endpoint: 'groq', id: 'llama-3.1-8b-instant', prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 50_000_000, output: 80_000_000 },
  ] },
  { endpoint: 'groq', id: 'llama-3.3-70b-versatile', prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 590_000_000, output: 790_000_000 },
  ] },
  { endpoint: 'groq', id: 'qwen/qwen3-32b', contextTokens: 131_072, prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 290_000_000, output: 590_000_000 },
  ] },
  { endpoint: 'groq', id: 'moonshotai/kimi-k2-instruct-0905', contextTokens: 131_072, prices: [
    { validFrom: '2020-01-01', source: source6, uncachedInput: 1_000_000_000, output: 3_000_000_000, cacheRead: 500_000_000 },
  ] },
  { endpoint: 'together', id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', prices: [
    { validFrom: '2020-01-01', source: source7, uncachedInput: 880_000_000, output: 880_000_000 },
  ] },
  { endpoint: 'together', id: 'meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo', prices: [
    { validFrom: '2020-01-01', source: source7, uncachedInput: 180_000_000, output: 180_000_000 },
  ] },
  { endpoint: 'together', id: 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8', prices: [
    { validFrom: '2020-01-01', source: source7, uncachedInput: 270_000_000, output: 850_000_000 },
  ] },
  { endpoint: 'xai', id: 'grok-code-fast-1', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source8, uncachedInput: 200_000_000, output: 1_500_000_000, cacheRead: 20_000_000 },
  ] },
  { endpoint: 'xai', id: 'grok-build-0.1', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source8, uncachedInput: 1_000_000_000, output: 2_000_000_000, cacheRead: 200_000_000, longContext: [{ abovePromptTokens: 199_999, prices: { uncachedInput: 2_000_000_000, output: 4_000_000_000, cacheRead: 400_000_000 } }] },
  ] },
  { endpoint: 'xai', id: 'grok-4.3', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source8, uncachedInput: 1_250_000_000, output: 2_500_000_000, cacheRead: 200_000_000, longContext: [{ abovePromptTokens: 199_999, prices: { uncachedInput: 2_500_000_000, output: 5_000_000_000, cacheRead: 400_000_000 } }] },
  ] },
  { endpoint: 'xai', id: 'grok-4.6', contextTokens: 500_000, prices: [
    { validFrom: '2020-01-01', source: source8, uncachedInput: 2_000_000_000, output: 6_000_000_000, cacheRead: 500_000_000, longContext: [{ abovePromptTokens: 199_999, prices: { uncachedInput: 4_000_000_000, output: 12_000_000_000, cacheRead: 1_000_000_000 } }] },
  ] },
  { endpoint: 'openrouter', id: 'anthropic/claude-haiku-4.5', contextTokens: 200_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_000_000_000, output: 5_000_000_000, cacheRead: 100_000_000, cacheWrite5m: 1_250_000_000, cacheWrite30m: 1_250_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'anthropic/claude-sonnet-4.6', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 3_000_000_000, output: 15_000_000_000, cacheRead: 300_000_000, cacheWrite5m: 3_750_000_000, cacheWrite30m: 3_750_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'anthropic/claude-sonnet-5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 2_000_000_000, output: 10_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 2_500_000_000, cacheWrite30m: 2_500_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'anthropic/claude-opus-5.5', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 4_000_000_000, output: 20_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 5_000_000_000, cacheWrite30m: 5_000_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'openai/gpt-5-mini', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 250_000_000, output: 2_000_000_000, cacheRead: 25_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'openai/gpt-5.3-codex', contextTokens: 400_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_750_000_000, output: 14_000_000_000, cacheRead: 175_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'openai/gpt-6-luna', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 100_000_000, output: 500_000_000, cacheRead: 10_000_000, cacheWrite5m: 125_000_000, cacheWrite30m: 125_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 200_000_000, output: 750_000_000, cacheRead: 20_000_000, cacheWrite5m: 250_000_000, cacheWrite30m: 250_000_000 } }] },
  ] },
  { endpoint: 'openrouter', id: 'openai/gpt-6-sol', contextTokens: 1_050_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 2_000_000_000, output: 10_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 2_500_000_000, cacheWrite30m: 2_500_000_000, longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 4_000_000_000, output: 15_000_000_000, cacheRead: 400_000_000, cacheWrite5m: 5_000_000_000, cacheWrite30m: 5_000_000_000 } }] },
  ] },
  { endpoint: 'openrouter', id: 'openai/gpt-oss-120b', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 39_000_000, output: 180_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'google/gemini-2.5-flash', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 300_000_000, output: 2_500_000_000, cacheRead: 75_000_000, cacheWrite5m: 383_300_000, cacheWrite30m: 383_300_000 },
  ] },
  { endpoint: 'openrouter', id: 'google/gemini-2.5-pro', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 310_000_000, cacheWrite5m: 1_625_000_000, cacheWrite30m: 1_625_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 310_000_000, cacheWrite5m: 2_500_000_000, cacheWrite30m: 2_500_000_000 } }] },
  ] },
  { endpoint: 'openrouter', id: 'google/gemini-3.1-pro-preview', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 2_000_000_000, output: 12_000_000_000, cacheRead: 200_000_000, cacheWrite5m: 2_000_000_000, cacheWrite30m: 2_000_000_000, longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 4_000_000_000, output: 18_000_000_000, cacheRead: 400_000_000, cacheWrite5m: 4_000_000_000, cacheWrite30m: 4_000_000_000 } }] },
  ] },
  { endpoint: 'openrouter', id: 'google/gemini-3.5-flash', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_500_000_000, output: 9_000_000_000, cacheRead: 150_000_000, cacheWrite5m: 1_500_000_000, cacheWrite30m: 1_500_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'deepseek/deepseek-v3.2', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 228_800_000, output: 343_200_000 },
  ] },
  { endpoint: 'openrouter', id: 'deepseek/deepseek-v4-flash', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 98_300_000, output: 196_600_000, cacheRead: 19_700_000 },
  ] },
  { endpoint: 'openrouter', id: 'deepseek/deepseek-v4-pro', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 435_000_000, output: 870_000_000, cacheRead: 3_625_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen-2.5-coder-32b-instruct', contextTokens: 32_768, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 60_000_000, output: 150_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3-coder', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 220_000_000, output: 1_800_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3-coder-30b-a3b-instruct', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 70_000_000, output: 270_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3-coder-flash', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 195_000_000, output: 975_000_000, cacheRead: 39_000_000, cacheWrite5m: 243_750_000, cacheWrite30m: 243_750_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3-coder-next', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 110_000_000, output: 800_000_000, cacheRead: 70_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3-coder-plus', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 650_000_000, output: 3_250_000_000, cacheRead: 130_000_000, cacheWrite5m: 812_500_000, cacheWrite30m: 812_500_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3.7-plus', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 400_000_000, output: 1_600_000_000, cacheRead: 80_000_000, cacheWrite5m: 500_000_000, cacheWrite30m: 500_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'qwen/qwen3.7-max', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_250_000_000, output: 3_750_000_000, cacheRead: 250_000_000, cacheWrite5m: 1_562_500_000, cacheWrite30m: 1_562_500_000 },
  ] },
  { endpoint: 'openrouter', id: 'z-ai/glm-4.7', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 400_000_000, output: 1_750_000_000, cacheRead: 80_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'z-ai/glm-5.3', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_400_000_000, output: 4_400_000_000, cacheRead: 260_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'moonshotai/kimi-k2.7-code', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 750_000_000, output: 3_500_000_000, cacheRead: 160_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'moonshotai/kimi-k3', contextTokens: 1_048_576, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 3_000_000_000, output: 15_000_000_000, cacheRead: 300_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'minimax/minimax-m2.7', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 270_000_000, output: 1_080_000_000, cacheRead: 54_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'minimax/minimax-m3', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 300_000_000, output: 1_200_000_000, cacheRead: 60_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'mistralai/codestral-2508', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 300_000_000, output: 900_000_000, cacheRead: 30_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'mistralai/devstral-2512', contextTokens: 262_144, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 400_000_000, output: 2_000_000_000, cacheRead: 40_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'meta-llama/llama-3.3-70b-instruct', prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 50_000_000, output: 240_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'x-ai/grok-code-fast-1', contextTokens: 256_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 200_000_000, output: 1_500_000_000, cacheRead: 20_000_000 },
  ] },
  { endpoint: 'openrouter', id: 'x-ai/grok-4.3', contextTokens: 1_000_000, prices: [
    { validFrom: '2020-01-01', source: source9, uncachedInput: 1_250_000_000, output: 2_500_000_000, cacheRead: 200_000_000, longContext: [{ abovePromptTokens: 199_999, prices: { uncachedInput: 2_500_000_000, output: 5_000_000_000, cacheRead: 400_000_000 } }] },
  ] },
];
