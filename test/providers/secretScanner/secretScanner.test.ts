import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/policy/index.ts';
import { scanForSecrets } from '../../../src/providers/secretScanner/secretScanner.ts';
import { harmless, keysAtLineStart, ownSamples, scannerSamples } from '../../core/policy/secrets/samples.ts';

const found = async (text: string) => (await scanForSecrets(text)).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('The scanner', () => {
  it.each(scannerSamples.map(([kind, text, secret]) => [kind, text, secret] as const))(
    'finds the place of a %s',
    async (kind, text, secret) => {
      expect(await found(text)).toEqual([[kind, secret]]);
    },
  );

  const [, , token] = scannerSamples.find(([kind]) => kind === 'GitHub token') ?? ['', '', ''];
  it.each([
    `// secretlint-disable\nx = "${token}";\n`,
    `# secretlint-disable\nx = ${token}\n`,
    `/* secretlint-disable */\nx = "${token}";\n`,
    `<!-- secretlint-disable -->\n<x>${token}</x>\n`,
    `x = "${token}"; // secretlint-disable-line\n`,
    `x = ${token} # secretlint-disable-line\n`,
    `// secretlint-disable-next-line\nx = "${token}";\n`,
    `<!-- secretlint-disable-next-line -->\n<x>${token}</x>\n`,
    `// secretlint-disable @secretlint/secretlint-rule-github\nx = "${token}";\n`,
  ])('is not told to look away by a comment: %s', async (text) => {
    expect(await found(text)).toEqual([['GitHub token', token]]);
  });

  it('leaves addresses to the patterns, which take only the password', async () => {
    const addresses =
      'postgres://app:s3cr3t-Pa55@db.example:5432/app https://me:s3cr3t-Pa55@host.example/path mongodb+srv://me:s3cr3t-Pa55@c.example/x\n';
    expect(await found(addresses)).toEqual([]);
  });

  it('counts a byte order mark', async () => {
    const [kind, text, secret] = scannerSamples[1] ?? ['', '', ''];
    expect(await found(`\uFEFF${text}`)).toEqual([[kind, secret]]);
  });

  it('keeps no marks of its scans', async () => {
    const before = performance.getEntriesByType('mark').length;
    await scanForSecrets('text');
    expect(performance.getEntriesByType('mark').length).toBe(before);
  });
});

describe('A prompt', () => {
  const redact = createRedactor({ load: async () => scanForSecrets });
  const redacted = async (text: string): Promise<string> => (await redact({ role: 'user', stability: 'turn', text })).segment.text;

  it('leaves without any of the secrets, and twice redacted it is the same', async () => {
    const samples = [...ownSamples, ...scannerSamples];
    const text = samples.map((sample) => sample[1]).join('\n\n');
    const once = await redacted(text);
    const again = await redacted(`${once} `);
    expect([samples.filter(([, , secret]) => once.includes(secret)), again]).toEqual([[], `${once} `]);
  });

  it.each(keysAtLineStart.map(([kind, text, secret], index) => [index, kind, text, secret] as const))(
    'loses a key at the start of a line in the arguments of a call, which stay JSON: %i, %s',
    async (_index, kind, text, secret) => {
      const argumentsText = JSON.stringify({ path: 'a.txt', content: text });
      const { segment } = await redact({
        role: 'assistant',
        stability: 'turn',
        text: '',
        toolCalls: [{ id: '1', name: 'write', argumentsText }],
      });
      expect(JSON.parse(segment.toolCalls?.[0]?.argumentsText ?? '')).toEqual({
        path: 'a.txt',
        content: text.replace(secret, `[redacted: ${kind}]`),
      });
    },
  );

  it.each(harmless)('without a secret leaves as it is: %s', async (text) => {
    expect(await redacted(text)).toBe(text);
  });
});
