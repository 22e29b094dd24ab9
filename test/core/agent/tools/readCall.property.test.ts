import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownToolNames, readCall } from '../../../../src/core/agent/tools/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

describe('Whatever a model writes', () => {
  it('is a call of the tool that it names, or a problem in words, and never throws', () => {
    const name = fc.constantFrom(...ownToolNames, 'other');
    const argument = fc.constantFrom('path', 'blocks', 'command', 'from_line', 'pattern', 'is_regex', 'choices', '__proto__', 'tool');
    const text = fc.oneof(
      fc.string(),
      fc.dictionary(argument, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }).map((input) => JSON.stringify(input)),
      fc.json(),
    );
    fc.assert(
      fc.property(name, text, (tool, argumentsText) => {
        const read = readCall({ id: '1', name: tool, argumentsText });
        if ('problem' in read) expect(read.problem).toMatch(/^The arguments of \w+ are /);
        else expect(read.tool).toBe(tool === 'other' ? 'external' : tool);
      }),
      runs,
    );
  });
});
