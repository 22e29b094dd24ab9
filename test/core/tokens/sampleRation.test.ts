import { describe, expect, it } from 'vitest';
import { SampleRation } from '../../../src/core/tokens/index.ts';

describe('Which requests’ texts are counted', () => {
  it('are the first 32 of a model and file type, and then one in sixteen', () => {
    const ration = new SampleRation();
    const taken = Array.from({ length: 64 }, () => ration.takes('openai', 'gpt', 'typescript')).flatMap((is, place) => (is ? [place] : []));
    expect(taken).toEqual([...Array.from({ length: 32 }, (_, place) => place), 47, 63]);
  });

  it('does not depend on other models and file types', () => {
    const ration = new SampleRation();
    for (let request = 0; request < 40; request += 1) ration.takes('openai', 'gpt', 'typescript');
    expect([
      ration.takes('openai', 'gpt', 'typescript'),
      ration.takes('openai', 'gpt', 'python'),
      ration.takes('openai', 'gpt-mini', 'typescript'),
      ration.takes('azure', 'gpt', 'typescript'),
    ]).toEqual([false, true, true, true]);
  });
});
