// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a file of others

import { describe, expect, it } from 'vitest';
import { type FileKind, fileKindOf } from '../../../../src/core/policy/secrets/fileKind.ts';
import { findSecrets } from '../../../../src/core/policy/secrets/findSecrets.ts';
import { replaceSecrets } from '../../../../src/core/policy/secrets/replaceSecrets.ts';
import { alphanumeric, harmless, keysAtLineStart, openSamples, ownSamples, scannerSamples } from './samples.ts';

/** A text as patterns of our own leave it. */
const cleaned = (text: string, file: FileKind = 'other'): string => replaceSecrets(text, findSecrets(text, file)).text;

describe('A secret', () => {
  it.each([...ownSamples, ...openSamples].map(([kind, text, secret], index) => [index, kind, text, secret] as const))(
    'is replaced by its kind, and nothing else is: %i, %s',
    (_index, kind, text, secret) => {
      expect(cleaned(text)).toBe(text.replace(secret, () => `[redacted: ${kind}]`));
    },
  );

  it('is found in a file of any size in no time', () => {
    const long = [
      'a',
      'eyJ',
      'password',
      'token = ',
      'sk-',
      '://a:',
      '-----BEGIN PRIVATE KEY-----',
      'aB3',
      '\\',
      '"',
      'mysql ',
      ' --password ',
      'mistral="',
    ];
    const began = performance.now();
    const left = long.map((part) => cleaned(`${part.repeat(100_000 / part.length)} AIza${alphanumeric(35)} end`).slice(-30));
    expect([left.filter((end) => !end.endsWith('[redacted: Google API key] end')), performance.now() - began < 2000]).toEqual([[], true]);
  });

  it('is looked for once behind headers of private keys, however many there are', () => {
    const header = '-----BEGIN PRIVATE KEY-----';
    const footer = '-----END PRIVATE KEY-----';
    const headers = header.repeat(400_000 / header.length);
    const texts = [`${headers}${footer}`, `${headers}\n${alphanumeric(60)}\n${footer}`, `${header}${footer}`.repeat(2000)];
    // Looking anew behind each header took seconds.
    const began = performance.now();
    const left = texts.map((text) => cleaned(text).length < text.length);
    expect([left, performance.now() - began < 800]).toEqual([[false, true, false], true]);
  });

  const own = keysAtLineStart.filter(([kind]) => !scannerSamples.some((sample) => sample[0] === kind));
  it.each(own.map(([kind, text, secret], index) => [index, kind, text, secret] as const))(
    'is found at the start of a line in a string of JSON, and of JSON in one: %i, %s',
    (_index, kind, text, secret) => {
      const once = JSON.stringify({ content: text });
      const twice = JSON.stringify({ content: JSON.stringify([text]) });
      const letters = `\\u00e9${secret}`;
      const expected = (original: string) => original.replace(secret, `[redacted: ${kind}]`);
      expect([once, twice, letters].map((json) => cleaned(json))).toEqual([once, twice, letters].map(expected));
    },
  );

  it('behind an escaped newline takes none of it with it', () => {
    const pem = ownSamples.find(([kind, text]) => kind === 'private key' && text.endsWith('\nafter'))?.[1] ?? '';
    const cut = pem.split('\n').slice(3).join('\n');
    expect([pem, cut].map((text) => JSON.parse(cleaned(JSON.stringify(text))))).toEqual([
      'before\n[redacted: private key]\nafter',
      '[redacted: private key]\nafter',
    ]);
  });
});

describe('Harmless code', () => {
  it.each(harmless)('stays as it is: %s', (text) => {
    expect(cleaned(text)).toBe(text);
  });
});

describe('A .env file', () => {
  it('keeps the names and what cannot be a secret', () => {
    const file = [
      '# The database of the API',
      'PORT=3000',
      'NODE_ENV=production',
      'DEBUG=true',
      'EMPTY=',
      'API_URL=https://api.example.com/',
      'export DB_PASSWORD=letmein # for now',
      'SIGNING_KEY="line one\nline two"',
      "NAME='Some One'",
      'OTHER=${DB_PASSWORD}',
      'SENTRY=https://abc123@sentry.example/42',
      '',
    ].join('\n');
    expect(cleaned(file, fileKindOf('app/.env.local'))).toBe(
      [
        '# The database of the API',
        'PORT=3000',
        'NODE_ENV=production',
        'DEBUG=true',
        'EMPTY=',
        'API_URL=https://api.example.com/',
        'export DB_PASSWORD=[redacted: value] # for now',
        'SIGNING_KEY="[redacted: value]"',
        "NAME='[redacted: value]'",
        'OTHER=${DB_PASSWORD}',
        'SENTRY=[redacted: value]',
        '',
      ].join('\n'),
    );
  });
});

describe('A file of settings', () => {
  it.each([
    ['spring.datasource.password=letmein', 'spring.datasource.password=[redacted: password]'],
    ['  password: correcthorse # of the test', '  password: [redacted: password] # of the test'],
    ['db_pwd = a.b.c', 'db_pwd = [redacted: password]'],
    ['password: ${DB_PASSWORD}', 'password: ${DB_PASSWORD}'],
    ['password: {{ vault_password }}', 'password: {{ vault_password }}'],
    ['password: string', 'password: string'],
    ['password: !vault |', 'password: !vault |'],
    ['password:\n  type: string', 'password:\n  type: string'],
    ['password-policy: strict-one', 'password-policy: strict-one'],
  ])('loses a password without quotes, which in code would be a name: %s', (text, expected) => {
    expect([cleaned(text, fileKindOf('config/application.yml')), cleaned(text, fileKindOf('login.ts'))]).toEqual([expected, text]);
  });
});
