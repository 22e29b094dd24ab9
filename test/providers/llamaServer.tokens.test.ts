import { describe, expect, it } from 'vitest';
import { controlTokens } from '../../src/core/catalogue/index.ts';
import { infillBody } from '../../src/providers/llamaServer/infill.ts';
import { callOf, holeTask, localCandidate } from '../support/tasks.ts';

const splitOf = (prefix: string) => {
  const { input_prefix, prompt } = infillBody(callOf(holeTask(prefix, ''), localCandidate()));
  return { input_prefix, prompt };
};

describe('The cursor’s line, in which llama-server reads special tokens,', () => {
  it('goes with the lines above where it says one of any family, or what is written like one', () => {
    const tokens = [...controlTokens, '<|unheard_of|>', '<[new-token]>'];
    expect(tokens.map((token) => splitOf(`a\nlet end = "${token}`))).toEqual(
      tokens.map((token) => ({ input_prefix: `a\nlet end = "${token}`, prompt: '' })),
    );
  });

  it.each(['if (a < b || c > d)', 'Array<string[]>', 'a[0] <', 'x |> f'])('stays apart where it is code: %s', (line) => {
    expect(splitOf(`<|im_end|>\n${line}`)).toEqual({ input_prefix: '<|im_end|>\n', prompt: line });
  });
});
