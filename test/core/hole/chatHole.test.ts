import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlTokens } from '../../../src/core/catalogue/index.ts';
import { chatHole, chatHoleTokens, isChatHole, isPlainHole } from '../../../src/core/hole/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { estimateTokens } from '../../../src/core/tokens/index.ts';
import { localCandidate } from '../../support/tasks.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const context: Segment = { role: 'context', stability: 'session', name: 'a.ts', text: 'export {};' };
const hole = (prefix: string, suffix: string): readonly Segment[] => [
  { role: 'prefix', stability: 'turn', text: prefix, name: 'src/b.ts' },
  { role: 'suffix', stability: 'turn', text: suffix, name: 'src/b.ts' },
];
const count = (text: string, mark: string): number => text.split(mark).length - 1;

describe('A hole in a conversation', () => {
  it('begins with what never changes, then other files, then the file with the hole', () => {
    const [system, ...rest] = chatHole([context, ...hole('let a = ', ';\n')], 'completion.line', 'typescript');
    expect(system).toMatchObject({ role: 'system', stability: 'static' });
    expect(rest).toEqual([
      { role: 'context', stability: 'session', name: 'a.ts', text: '<FILE path="a.ts">\nexport {};\n</FILE>' },
      {
        role: 'user',
        stability: 'turn',
        name: 'src/b.ts',
        text: '<FILE path="src/b.ts" language="typescript">\nlet a = <HOLE/>;\n\n</FILE>\nWrite the rest of this line.',
      },
    ]);
  });

  it('says the same first for every question, and tells files as the very same segments again', () => {
    const one = chatHole([context, ...hole('a', 'b')], 'completion.line', 'python');
    const other = chatHole([context, ...hole('c', 'd')], 'completion.block');
    expect([one[0] === other[0], one[1] === other[1]]).toEqual([true, true]);
    expect(other[2]?.text).toBe('<FILE path="src/b.ts">\nc<HOLE/>d\n</FILE>\nWrite a few lines at the most.');
  });

  it('adds about as many tokens as is said', () => {
    const segments = chatHole(hole('', ''), 'completion.line', 'typescript');
    const tokens = segments.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    expect([tokens <= chatHoleTokens, tokens > chatHoleTokens * 0.95]).toEqual([true, true]);
  });

  it('has one hole, whatever the text says of marks', () => {
    const marks = ['<HOLE/>', '<INSERTION>', '</INSERTION>', '<FILE', '</FILE>', '"', '\n'];
    const text = fc.array(fc.oneof(fc.constantFrom(...marks), fc.string()), { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (prefix, suffix, name) => {
        const [, ...told] = chatHole([{ ...context, name, text: prefix }, ...hole(prefix, suffix)], 'completion.line', name);
        const all = told.map((segment) => segment.text).join('');
        expect(marks.slice(0, 5).map((mark) => count(all, mark))).toEqual([1, 0, 0, 2, 2]);
      }),
      runs,
    );
  });

  it('has no token that means something to a model from the text, wherever it stands', () => {
    const pieces = fc.constantFrom(...controlTokens, '<', '|>', '[', ']', ' ', '<|', 'im_end', '<HOLE/>');
    const text = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
    const [system, ...plain] = chatHole([context, ...hole('a', 'b')], 'completion.line', 'typescript');
    expect([system, ...plain].flatMap((segment) => controlTokens.filter((token) => segment?.text.includes(token)))).toEqual([]);
    fc.assert(
      fc.property(text, text, text, text, (prefix, suffix, name, language) => {
        const [, ...told] = chatHole([{ ...context, name, text: prefix }, ...hole(prefix, suffix)], 'completion.line', language);
        const all = told.map((segment) => segment.text).join('');
        expect([controlTokens.filter((token) => all.includes(token)), count(all, '<HOLE/>')]).toEqual([[], 1]);
      }),
      runs,
    );
  });

  it('is what such a model is asked for completions, and nothing else is', () => {
    const inConversation = localCandidate('talker', { fillInTheMiddle: { type: 'chat' } });
    const trained = localCandidate();
    const asked = [
      { kind: 'completion.block', candidate: inConversation },
      { kind: 'completion.line', candidate: trained },
      { kind: 'chat', candidate: inConversation },
    ] as const;
    expect(asked.map((each) => [isChatHole(each), isPlainHole(each)])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
});
