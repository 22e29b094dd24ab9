import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/policy/index.ts';
import { scanForSecrets } from '../../../src/providers/secretScanner/secretScanner.ts';
import { harmless, ownSamples, scannerSamples } from '../../core/policy/secrets/samples.ts';

const found = async (text: string) => (await scanForSecrets(text)).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('The scanner', () => {
  it.each(scannerSamples.map(([kind, text, secret]) => [kind, text, secret] as const))(
    'finds the place of a %s',
    async (kind, text, secret) => {
      expect(await found(text)).toEqual([[kind, secret]]);
    },
  );

  it('is not told to look away by a comment', async () => {
    const [kind, text, secret] = scannerSamples[1] ?? ['', '', ''];
    expect(await found(`/* secretlint-disable */\n// secretlint-disable-next-line\n${text} // secretlint-disable-line`)).toEqual([
      [kind, secret],
    ]);
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

  it.each(harmless)('without a secret leaves as it is: %s', async (text) => {
    expect(await redacted(text)).toBe(text);
  });
});
