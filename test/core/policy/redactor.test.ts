import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRedactor,
  type Redact,
  type RedactedSegment,
  type ScanForSecrets,
  type SecretFinding,
} from '../../../src/core/policy/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { alphanumeric, harmless, ownSamples } from './secrets/samples.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** A scanner that knows the word `classified`, and counts what it is asked. */
function scripted({ mostCharacters }: { readonly mostCharacters?: number } = {}) {
  const scanned: string[] = [];
  const scan: ScanForSecrets = async (text) => {
    scanned.push(text);
    return findingsOf(text);
  };
  return { redact: createRedactor({ load: async () => scan, ...(mostCharacters !== undefined && { mostCharacters }) }), scanned };
}

const findingsOf = (text: string): readonly SecretFinding[] =>
  [...text.matchAll(/classified/g)].map(({ index }) => ({ kind: 'word', start: index, end: index + 'classified'.length }));

const segmentOf = (text: string, changes: Partial<Segment> = {}): Segment => ({ role: 'user', stability: 'turn', text, ...changes });
const isKnown = (redact: Redact, segment: Segment): boolean => !(redact(segment) instanceof Promise);

describe('A segment', () => {
  it('without a secret is the very same object, each time', async () => {
    const { redact } = scripted();
    const segment = segmentOf('const a = 1;');
    const cold = await redact(segment);
    const warm = redact(segment) as RedactedSegment;
    expect([cold.segment === segment, warm.segment === segment, cold.redactions]).toEqual([true, true, []]);
  });

  it('loses what the scanner finds and what the patterns find, in its text and in the arguments of its calls', async () => {
    const { redact } = scripted();
    const call = { id: '1', name: 'write', argumentsText: `{"content":"password = \\"hunter2!\\""}` };
    const images = [{ mediaType: 'image/png', base64: 'AAAA' }];
    const segment = segmentOf('classified, classified: password = "hunter2"', {
      name: 'notes.md',
      role: 'assistant',
      toolCalls: [call],
      images,
    });
    expect(await redact(segment)).toEqual({
      segment: {
        ...segment,
        text: '[redacted: word], [redacted: word]: password = "[redacted: password]"',
        toolCalls: [{ ...call, argumentsText: `{"content":"password = \\"[redacted: password]\\""}` }],
      },
      redactions: [
        { kind: 'word', count: 2, name: 'notes.md' },
        { kind: 'password', count: 2, name: 'notes.md' },
      ],
    });
  });

  it('of a .env file loses all values that may be secrets', async () => {
    const { redact } = scripted();
    const read = async (name: string) => (await redact(segmentOf('ADMIN=some one else\n', { name }))).segment.text;
    expect(await Promise.all(['app/.env.local', 'prod.env', 'notes.md'].map(read))).toEqual([
      'ADMIN=[redacted: value]\n',
      'ADMIN=[redacted: value]\n',
      'ADMIN=some one else\n',
    ]);
  });

  it('is answered at once when its text was scanned before, whatever object it comes in', async () => {
    const { redact, scanned } = scripted();
    const cold = isKnown(redact, segmentOf('classified text'));
    const { segment } = await redact(segmentOf('classified text'));
    const others = [
      segmentOf('classified text'),
      segmentOf('classified text', { role: 'tool' }),
      segment,
      segmentOf(segment.text),
      segmentOf(''),
    ];
    expect([cold, others.map((other) => isKnown(redact, other)), scanned]).toEqual([
      false,
      [true, true, true, true, true],
      ['classified text', '[redacted: word] text'],
    ]);
  });

  it('that is asked for many times at once is scanned once', async () => {
    const { redact, scanned } = scripted();
    await Promise.all(Array.from({ length: 10 }, () => redact(segmentOf('some text'))));
    expect(scanned).toEqual(['some text']);
  });

  it('is scanned again once too much came after it', async () => {
    const { redact } = scripted({ mostCharacters: 1000 });
    await redact(segmentOf('first'));
    for (let index = 0; index < 20; index += 1) await redact(segmentOf(`${'x'.repeat(50)}${index}`));
    const isForgotten = !isKnown(redact, segmentOf('first'));
    const { segment } = await redact(segmentOf('classified '.repeat(200)));
    expect([isForgotten, segment.text.includes('classified')]).toEqual([true, false]);
  });

  it('whose call loses what its JSON is made of keeps arguments that are JSON', async () => {
    const argumentsText = JSON.stringify({
      a: { b: '-----BEGIN PRIVATE KEY-----' },
      c: alphanumeric(64),
      d: '-----END PRIVATE KEY-----',
    });
    const { redact } = scripted();
    const { segment } = await redact(segmentOf('', { toolCalls: [{ id: '1', name: 'write', argumentsText }] }));
    expect(segment.toolCalls?.[0]?.argumentsText).toBe('{"arguments":"[redacted: text with secrets]"}');
  });

  it('whose placeholders look like secrets themselves is taken out whole', async () => {
    const redact = createRedactor({ load: async () => async (text) => (text === '' ? [] : [{ kind: 'text', start: 0, end: 1 }]) });
    expect((await redact(segmentOf('any'))).segment.text).toBe('[redacted: text with secrets]');
  });
});

describe('A scanner that fails', () => {
  it('lets nothing leave, and is asked again for the next text', async () => {
    let loads = 0;
    const redact = createRedactor({
      load: async () => {
        loads += 1;
        if (loads === 1) throw new Error('no such file');
        return async (text) => {
          if (text === 'odd') throw new Error('odd text');
          return [];
        };
      },
    });
    const asked = async (text: string) => {
      try {
        return (await redact(segmentOf(text))).segment.text;
      } catch (error) {
        return { error };
      }
    };
    const refusal = { error: expect.objectContaining({ reason: 'policy', cause: expect.any(Error) }) };
    expect([await asked('text'), await asked('text'), await asked('odd'), await asked('odd')]).toEqual([refusal, 'text', refusal, refusal]);
  });
});

describe('Redaction', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...ownSamples.map(([, text]) => text),
      ...harmless,
      'classified',
      'password = "',
      ' = ',
      '"',
      '\n',
      '[redacted: secret]',
      'token',
    ),
    fc.string({ maxLength: 10 }),
    fc.nat(50).map((from) => alphanumeric(24, from)),
  );
  const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

  it('gives the same bytes for the same text, and leaves what was redacted as it is', async () => {
    const warm = scripted().redact;
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('.env', 'main.ts'), async (original, name) => {
        const first = await warm(segmentOf(original, { name }));
        const elsewhere = scripted().redact;
        const cold = await elsewhere(segmentOf(original, { name }));
        const twice = await scripted().redact(segmentOf(first.segment.text, { name }));
        expect([cold, twice.segment.text, twice.redactions]).toEqual([first, first.segment.text, []]);
      }),
      runs,
    );
  });

  it('leaves JSON in the arguments of a call, and nothing that is found in them again', async () => {
    const { redact } = scripted();
    const callOf = (argumentsText: string) => segmentOf('', { toolCalls: [{ id: '1', name: 'write', argumentsText }] });
    await fc.assert(
      fc.asyncProperty(text, text, async (path, content) => {
        const { segment } = await redact(callOf(JSON.stringify({ path, content })));
        const argumentsText = segment.toolCalls?.[0]?.argumentsText ?? '';
        const { redactions } = await scripted().redact(callOf(argumentsText));
        expect([JSON.parse(argumentsText), redactions]).toEqual([expect.any(Object), []]);
      }),
      runs,
    );
  });

  it('takes a secret out of whatever lines stand around it', async () => {
    const { redact } = scripted();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ownSamples.slice(0, 7)), text, text, async ([, sample, secret], before, after) => {
        fc.pre(!before.includes(secret) && !after.includes(secret));
        const { segment } = await redact(segmentOf(`${before}\n${sample}\n${after}`));
        expect(segment.text.includes(secret)).toBe(false);
      }),
      runs,
    );
  });
});
