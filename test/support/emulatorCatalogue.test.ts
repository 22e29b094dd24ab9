import { describe, expect, it } from 'vitest';
import { candidatesFrom, mergeCatalogues, readUserCatalogue } from '../../src/core/catalogue/index.ts';
import { costOf } from '../../src/core/money/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { emulatedEndpointIds, emulatorCatalogue } from './emulatorCatalogue.ts';

const url = 'http://127.0.0.1:4010';
const emulator = {
  baseUrls: {
    ...{ anthropic: url, openai: `${url}/v1`, azure: url, openrouter: `${url}/api/v1`, deepseek: `${url}/v1`, deepseekBeta: `${url}/beta` },
    ...{ mistral: `${url}/v1`, compatible: `${url}/v1`, ollama: url },
  },
};
const read = (...parameters: Parameters<typeof emulatorCatalogue>) => {
  const { catalogue, problems } = readUserCatalogue(emulatorCatalogue(...parameters));
  const merged = mergeCatalogues({ endpoints: [], models: [] }, catalogue);
  return { problems, candidates: candidatesFrom(merged, { today: '2026-11-22', hasKey: () => true }) };
};

describe("The emulator's catalogue", () => {
  it('is a setting without a mistake, with every cloud model at its tier', () => {
    const { problems, candidates } = read(emulator);
    expect(problems).toEqual([]);
    expect(
      candidates.map(({ endpoint, model }) => `${endpoint.id} ${model.id} ${model.tier} ${model.fillInTheMiddle?.type ?? ''}`.trim()),
    ).toEqual([
      'emu-anthropic emu-sequoia-1 frontier',
      'emu-anthropic emu-maple-1 medium',
      'emu-anthropic emu-maple-1-5 medium',
      'emu-anthropic emu-birch-1 small chat',
      'emu-openai emu-oak-4 medium',
      'emu-openai emu-oak-6 medium',
      'emu-openai emu-cedar-6 medium',
      'emu-openai emu-sapling-4 small chat',
      'emu-openai emu-elm-4 small chat',
      'emu-openai emu-willow-9 small chat',
      'emu-openrouter emu/routed-larch medium',
      'emu-openrouter emu/routed-fir medium',
      'emu-deepseek emu-ginkgo-1 small suffix',
      'emu-mistral emu-mistletoe-fim small suffix',
      'emu-compatible emu-hazel-fim small suffix',
    ]);
  });

  it('prices all of them but the one that no list knows', () => {
    const { candidates } = read(emulator);
    expect(candidates.filter(({ model }) => !model.price).map(({ model }) => model.id)).toEqual(['emu-willow-9']);
  });

  it('has prices that the meter reads as they are meant', () => {
    const { candidates } = read(emulator, ['emu-openai']);
    const cedar = candidates.find(({ model }) => model.id === 'emu-cedar-6')?.model.price;
    // Above 9,000: (10,000 x $5.06 + 100 x $17.055) x 1.75 = (50,600,000 + 1,705,500) x 1.75.
    expect(cedar && costOf({ ...noUsage, uncachedInput: 10_000, output: 100 }, cedar, { serviceTier: 'priority' })).toBe(91_534_625);
  });

  it('may be that of some endpoints only', () => {
    expect([...new Set(read(emulator, ['emu-mistral', 'emu-deepseek']).candidates.map(({ endpoint }) => endpoint.id))]).toEqual([
      'emu-deepseek',
      'emu-mistral',
    ]);
    expect(emulatedEndpointIds).toHaveLength(6);
  });
});
