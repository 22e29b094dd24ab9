import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rejection, useEmulator } from '../../emulator/support.ts';
import { json } from '../../support/scriptedServer.ts';
import { useServers } from '../../support/useServer.ts';
import { endpointOf, never, provider } from './emulatedClouds.ts';

const emulator = useEmulator();
const startServer = useServers();

describe('A key', () => {
  it.each([
    ['openrouter', '/api/v1/key'],
    ['deepseek', '/v1/models'],
    ['compatible', '/v1/models'],
  ] as const)('of %s is tried by asking for %s, which costs nothing', async (cloud, path) => {
    await provider.check?.(endpointOf(emulator(), cloud), emulator().keys[cloud], never);
    expect(emulator().requests()).toMatchObject([{ method: 'GET', path, headers: { authorization: `Bearer ${emulator().keys[cloud]}` } }]);
    expect(emulator().invoice()).toEqual([]);
  });

  it('that is wrong is unauthorized, in words that name the provider and not the key', async () => {
    const error = await rejection(provider.check?.(endpointOf(emulator(), 'openrouter'), 'sk-wrong-key', never) ?? Promise.resolve());
    expect(error).toMatchObject({
      reason: 'unauthorized',
      status: 401,
      message: expect.stringMatching(/^openrouter: .*401.* User not found\.$/),
    });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('sk-wrong-key');
  });

  it('that may not read the list is unauthorized too', async () => {
    emulator().fault('*', { kind: 'status', status: 403, message: 'Forbidden' });
    const checking = provider.check?.(endpointOf(emulator(), 'deepseek'), emulator().keys.deepseek, never);
    expect(await rejection(checking ?? Promise.resolve())).toMatchObject({ reason: 'unauthorized', status: 403 });
  });

  it('is not good because a page answers', async () => {
    const { url } = await startServer({ 'GET /v1/models': (response) => void response.end('<html>Welcome</html>') });
    const endpoint = { ...endpointOf(emulator(), 'compatible'), baseUrl: `${url}/v1` };
    expect(await rejection(provider.check?.(endpoint, 'key', never) ?? Promise.resolve())).toMatchObject({ reason: 'bad-response' });
  });

  it('goes to the endpoint’s own host, whatever path the catalogue names', async () => {
    const { url, requests } = await startServer({ 'GET //elsewhere.example/list': json({ data: [] }) });
    const endpoint = { ...endpointOf(emulator(), 'compatible'), baseUrl: `${url}/v1`, quirks: { modelsPath: '//elsewhere.example/list' } };
    await provider.check?.(endpoint, 'key', never);
    expect(requests.map(({ path }) => path)).toEqual(['//elsewhere.example/list']);
  });
});
