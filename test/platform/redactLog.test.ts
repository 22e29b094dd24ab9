import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { redactLog } from '../../src/platform/redactLog.ts';
import { editor } from '../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

const secret = 'Zq7XvN0pLm29';

describe('What looks like a key', () => {
  it.each([
    `authorization: Bearer ${secret}`,
    `Authorization: Basic ${secret}`,
    `Proxy-Authorization: Basic ${secret}`,
    `{"authorization":"Bearer ${secret}","x":1}`,
    `{ authorization: 'Bearer ${secret}' }`,
    `headers: { 'x-api-key': '${secret}', 'user-agent': 'farthing' }`,
    `x-api-key: ${secret}`,
    `X-Api-Key=${secret}`,
    `api-key: ${secret}`,
    `x-goog-api-key: ${secret}`,
    `[["x-api-key","${secret}"]]`,
    `[ 'authorization', 'Bearer ${secret}' ]`,
    `{"apiKey":"${secret}"}`,
    `OPENAI_API_KEY=${secret}`,
    `the server echoed bearer ${secret} to us`,
    `Incorrect API key provided: sk-proj-${secret}.`,
    `key sk-ant-api03-${secret}-AA, refused`,
    `gsk_${secret}`,
    `AIza${secret}`,
    `GET https://models.example/v1beta/models?key=${secret}&x=1`,
    `https://me:${secret}@proxy.example:3128 refused the connection`,
    `set-cookie: session=${secret}; HttpOnly`,
    `Cookie: a=1; session=${secret}`,
    `{"set-cookie":["session=${secret}; Path=/"],"x":1}`,
    JSON.stringify(`{"set-cookie":"a=1; session=${secret}"}`),
    JSON.stringify(`{"x-api-key":"${secret}"}`),
    `{"set-cookie":["a=1","session=${secret}; Path=/"],"x":1}`,
    `{"access_token":"${secret}"}`,
    `x-auth-token: ${secret}`,
    `client_secret=${secret}&x=1`,
    `proxy-authorization: Digest username="me", response="${secret}"`,
    `authorization: AWS4-HMAC-SHA256 Credential=me, Signature=${secret}`,
    `the key hf_${secret} is not valid`,
  ])('is hidden in %j', (line) => {
    const printed = redactLog(line);
    expect([printed.includes(secret), printed.includes('[hidden]')]).toEqual([false, true]);
  });

  it.each([
    'llama-server at http://127.0.0.1:8080 serves qwen2.5-coder-7b-q4_k_m.gguf',
    'completion: claude-sonnet-5 (anthropic) answered in 312 ms',
    'farthing.budget.day is set to "ten", which is of no use: the default holds',
    'the key for anthropic was tested: unauthorized: invalid x-api-key',
    'a task-oriented disk-cache of llama-server@127.0.0.1:8080',
    'authorization failed',
    'cookies are not sent, and no cookie is kept',
    'first token: 812 ms, max_tokens: 4096, tokens=123456789, output-token: 17',
    'password: unauthorized, secret: [hidden]',
  ])('is not seen in %j', (line) => {
    expect(redactLog(line)).toBe(line);
  });

  it('leaves the rest of the line readable', () => {
    expect(redactLog(`POST https://me:${secret}@models.example {"x-api-key":"${secret}","model":"sonnet"} -> 401`)).toBe(
      'POST https://[hidden]@models.example {"x-api-key":"[hidden]","model":"sonnet"} -> 401',
    );
  });
});

describe('The user’s own keys', () => {
  it('are hidden whatever they look like, wherever they stand, as JSON and addresses write them', () => {
    const key = 'my "own" key/1';
    expect(redactLog(`${key} ${JSON.stringify({ key })} ?q=${encodeURIComponent(key)}.`, [key])).toBe(
      '[hidden] {"key":"[hidden]"} ?q=[hidden].',
    );
  });

  it('are hidden whole where one begins with another', () => {
    expect(redactLog('abcdef-and-more', ['abcdef', 'abcdef-and-more'])).toBe('[hidden]');
  });

  it('never stand in what is printed', () => {
    const key = fc.stringMatching(/^[!-Z^-~]{5,60}$/).filter((text) => !'[hidden]'.includes(text));
    fc.assert(
      fc.property(fc.string(), key, fc.string(), (before, text, after) => {
        expect(redactLog(`${before}${text}${after}`, [text])).not.toContain(text);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});

describe('The log', () => {
  it('prints no key that the user has at that moment, on any level', () => {
    const keys = new Set<string>();
    const log = createLog(keys);
    keys.add('plainkey');
    log.debug('debug plainkey');
    log.info('info plainkey');
    log.warn('warn plainkey');
    log.error('error plainkey');
    expect(editor.printed).toEqual(['debug: debug [hidden]', 'info: info [hidden]', 'warn: warn [hidden]', 'error: error [hidden]']);
  });
});
