import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, type ScanForSecrets } from '../../../src/core/policy/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { alphanumeric, harmless, ownSamples } from './secrets/samples.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** A scanner that knows tokens of a service, and counts what it is asked. */
function scripted() {
  const scanned: string[] = [];
  const scan: ScanForSecrets = async (text) => {
    scanned.push(text);
    return [...text.matchAll(/tok_[a-z]{12}/g)].map(({ index }) => ({ kind: 'token', start: index, end: index + 16 }));
  };
  return { redact: createRedactor({ load: async () => scan }), scanned };
}

const holeOf = (prefix: string, suffix: string, name?: string): readonly Segment[] => [
  { role: 'prefix', stability: 'turn', text: prefix, ...(name !== undefined && { name }) },
  { role: 'suffix', stability: 'turn', text: suffix, ...(name !== undefined && { name }) },
];

const textsOf = (segments: readonly Segment[]): readonly string[] => segments.map(({ text }) => text);
const redacted = async (prefix: string, suffix: string, name?: string) => {
  const { segments, redactions } = await scripted().redact.all(holeOf(prefix, suffix, name));
  return [...textsOf(segments), redactions];
};

const key = `sk-proj-${alphanumeric(40)}`;

describe('A hole', () => {
  it('without a secret is the very same array, at once when it is asked for again', async () => {
    const { redact, scanned } = scripted();
    const segments = holeOf(`${'const a = 1;\n'.repeat(8000)}const b = `, ';\n');
    const cold = await redact.all(segments);
    const scans = scanned.length;
    const warm = redact.all(segments);
    const copied = redact.all(segments.map((segment) => ({ ...segment })));
    expect([cold.segments === segments, warm, copied instanceof Promise, scans, scanned.length]).toEqual([
      true,
      { segments, redactions: [] },
      false,
      2,
      2,
    ]);
  });

  it.each([
    ['splits a key', `const k = "${key.slice(0, 12)}`, `${key.slice(12)}";`, 'API key', ['const k = "', '";']],
    ['splits a token that the scanner knows', 'k = tok_abcdef', 'ghijkl;', 'token', ['k = ', ';']],
    ['splits a password', 'password = "S3cr3tPa', 'ss!9"', 'password', ['password = "', '"']],
    ['splits a password in two short halves', 'password = "S3cr', '3tP!9"', 'password', ['password = "', '"']],
  ])('whose cursor %s loses both halves, counted once', async (_what, prefix, suffix, kind, [before, after]) => {
    expect(await redacted(prefix, suffix, 'a.ts')).toEqual([
      `${before}[redacted: ${kind}]`,
      `[redacted: ${kind}]${after}`,
      [{ kind, count: 1, name: 'a.ts' }],
    ]);
  });

  it('loses a password on the one side whose name stands on the other', async () => {
    expect([await redacted('const password = "', 'hunter2";'), await redacted('const pass', 'word = "hunter2";')]).toEqual([
      ['const password = "', '[redacted: password]";', [{ kind: 'password', count: 1 }]],
      ['const pass', 'word = "[redacted: password]";', [{ kind: 'password', count: 1 }]],
    ]);
  });

  it('loses a password at the cursor whose closing quote is still to come', async () => {
    expect(await redacted('const password = "S3cr3tPass!9', ');\nnext("line");')).toEqual([
      'const password = "[redacted: password]',
      ');\nnext("line");',
      [{ kind: 'password', count: 1 }],
    ]);
  });

  it('loses what looks like a secret on one side only', async () => {
    const exact = `AIza${alphanumeric(35)}`;
    expect(await redacted(`x ${exact}`, 'abc')).toEqual(['x [redacted: Google API key]', 'abc', [{ kind: 'Google API key', count: 1 }]]);
  });

  it('far inside of a long file loses them too', async () => {
    const far = 'const some = "code"; '.repeat(500);
    const lines = 'const some = "code";\n'.repeat(500);
    expect(await Promise.all([far, lines].map((text) => redacted(`${text}k = "${key.slice(0, 12)}`, `${key.slice(12)}";${text}`)))).toEqual(
      [far, lines].map((text) => [`${text}k = "[redacted: API key]`, `[redacted: API key]";${text}`, [{ kind: 'API key', count: 1 }]]),
    );
  });

  it('of a .env file is read as one', async () => {
    expect(await redacted('ADMIN=so', 'me one\n', '.env')).toEqual([
      'ADMIN=[redacted: value]',
      '[redacted: value]\n',
      [{ kind: 'value', count: 1, name: '.env' }],
    ]);
  });

  it('is scanned on the one side only on which something was typed', async () => {
    const { redact, scanned } = scripted();
    await redact.all(holeOf('const a = ', '\nend\n'));
    await redact.all(holeOf('const a = 1', '\nend\n'));
    expect(scanned).toEqual(['const a = ', '\nend\n', 'const a = 1']);
  });

  it('keeps its context and its other segments as they are read by themselves', async () => {
    const context: Segment = { role: 'context', stability: 'workspace', text: 'password = "hunter2"', name: 'b.ts' };
    const { segments, redactions } = await scripted().redact.all([context, ...holeOf('a', 'b')]);
    expect([textsOf(segments), redactions]).toEqual([
      ['password = "[redacted: password]"', 'a', 'b'],
      [{ kind: 'password', count: 1, name: 'b.ts' }],
    ]);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...ownSamples.map(([, text]) => text),
      ...harmless,
      'tok_abcdefghijkl',
      'password = "',
      '"',
      '\n',
      '\\n',
      '[redacted: secret]',
    ),
    fc.string({ maxLength: 10 }),
  );
  const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));

  it('gives the same bytes each time, stays as it is when redacted again, and passes as two segments', async () => {
    const warm = scripted().redact;
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.constantFrom('.env', 'main.ts'), async (whole, place, name) => {
        const cut = place % (whole.length + 1);
        const hole = holeOf(whole.slice(0, cut), whole.slice(cut), name);
        const first = await warm.all(hole);
        const { redact } = scripted();
        const twice = await redact.all(first.segments);
        const apart = await Promise.all(first.segments.map((segment) => redact(segment)));
        expect([warm.all(hole), twice, apart.map(({ segment }) => segment.text)]).toEqual([
          first,
          { segments: first.segments, redactions: [] },
          textsOf(first.segments),
        ]);
      }),
      runs,
    );
  });

  it('loses a key wherever the cursor stands in it', async () => {
    const keys = ownSamples.filter(([kind]) => ['API key', 'Google API key', 'AWS access key', 'JSON web token'].includes(kind));
    const { redact } = scripted();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.nat(), text, async ([, sample, secret], place, around) => {
        const cut = place % (secret.length + 1);
        const halves = [secret.slice(0, cut), secret.slice(cut)].filter(({ length }) => length > 5);
        fc.pre(!halves.some((half) => around.includes(half)));
        const start = around.length + 1 + sample.indexOf(secret) + cut;
        const whole = `${around}\n${sample}\n${around}`;
        const texts = textsOf((await redact.all(holeOf(whole.slice(0, start), whole.slice(start)))).segments);
        expect(halves.filter((half) => texts.some((left) => left.includes(half)))).toEqual([]);
      }),
      runs,
    );
  });
});
