import { describe, expect, it } from 'vitest';
import type { PolicyRequest } from '../../src/core/policy/index.ts';
import { allow, allowAddress } from '../../src/core/policy/index.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const ruleFor = (baseUrl: string): string => {
  const verdict = allowAddress({ baseUrl });
  return verdict.allowed ? 'allowed' : verdict.rule;
};

describe('An address', () => {
  it.each([
    'http://127.0.0.1:8080',
    'http://127.1.2.3',
    'http://localhost:11434/v1',
    'http://LOCALHOST',
    'http://[::1]:8000',
    'http://127.1',
    'http://0x7f000001:8080',
    'https://api.example',
    'https://192.168.1.20:8080',
  ])('is allowed when it is encrypted or on this machine: %s', (address) => {
    expect(ruleFor(address)).toBe('allowed');
  });

  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example/?127.0.0.1',
    'http://127.0.0.1@evil.example',
    'http://localhost:x@evil.example:80',
    'http://evil.example#localhost',
    'http://0.0.0.0:8080',
    'http://[::]:8080',
    'http://192.168.1.20:8080',
    'http://10.0.0.1',
    'http://[fe80::1]',
    'http://128.0.0.1',
    'http://api.example',
  ])('is refused for plain http to anywhere else: %s', (address) => {
    expect(ruleFor(address)).toBe('plain-http');
  });

  it.each([
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'ws://localhost',
    'localhost:8080',
    '127.0.0.1:8080',
    'http://',
    'http://127.0.0.999',
    '',
    'javascript:1',
  ])('is refused when it is no http or https address: "%s"', (address) => {
    expect(ruleFor(address)).toBe('address-invalid');
  });

  it.each([
    'https://user:pass@api.openai.com/v1',
    'https://api.openai.com@evil.example/v1',
    'https://127.0.0.1@evil.example',
    'http://me@localhost:8080',
  ])('is refused with a name in it, behind which stands another host than one reads: %s', (address) => {
    expect(ruleFor(address)).toBe('address-with-name');
  });

  it('is named in the refusal', () => {
    expect(allowAddress({ baseUrl: 'http://192.168.1.20:8080' })).toEqual({
      allowed: false,
      rule: 'plain-http',
      reason: 'plain http is refused for 192.168.1.20: use https, or a server on this machine',
    });
  });
});

const request: PolicyRequest = { kind: 'chat', paths: [] };

describe('A candidate', () => {
  it('that is paid per token is refused until the user allows it', () => {
    expect([allow(paidCandidate(), { metered: 'no-budget' }, request), allow(paidCandidate(), { metered: 'allowed' }, request)]).toEqual([
      { allowed: false, rule: 'no-budget', reason: 'paid models are off until a budget is set' },
      { allowed: true },
    ]);
  });

  it('on this machine is allowed without anything set', () => {
    expect(allow(localCandidate(), { metered: 'no-budget' }, request)).toEqual({ allowed: true });
  });

  it('that calls itself local but is reached over plain http elsewhere is refused', () => {
    const candidate = localCandidate('qwen', {}, 'http://192.168.1.20:8080');
    expect(allow(candidate, { metered: 'allowed' }, request)).toMatchObject({ allowed: false, rule: 'plain-http' });
  });

  it.each(['https://models.example', 'https://192.168.1.20:8080', 'https://localhost.evil.example', 'https://127.0.0.1.evil.example'])(
    'that calls itself local but is elsewhere is refused, encrypted or not: %s',
    (baseUrl) => {
      expect(allow(localCandidate('qwen', {}, baseUrl), { metered: 'allowed' }, request)).toMatchObject({
        allowed: false,
        rule: 'local-not-on-this-machine',
      });
    },
  );

  it.each(['http://127.0.0.1:8080', 'https://localhost:8080', 'https://127.3.2.1', 'https://[::1]:8080'])(
    'on this machine may be reached with or without encryption: %s',
    (baseUrl) => {
      expect(allow(localCandidate('qwen', {}, baseUrl), { metered: 'no-budget' }, request)).toEqual({ allowed: true });
    },
  );
});
