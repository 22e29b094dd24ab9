import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freeOfCharge } from '../../../src/core/money/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import { editorFetch } from '../../../src/providers/http/editorFetch.ts';
import { createOpenAiCompatible } from '../../../src/providers/openaiCompatible/openaiCompatible.ts';
import type { ProxyPlaces } from '../proxy/startProxies.ts';

/**
 * The host's environment has HTTPS_PROXY, and NODE_EXTRA_CA_CERTS with the authority of a server that stands behind the proxies. Elsewhere, as
 * in a desktop editor, there is no such environment, and nothing to test.
 */
describe('A provider behind a company’s proxy', () => {
  const told = process.env.FARTHING_HOST_PROXIES;
  if (told === undefined) return;
  const { origin, environmentProxy, settingsProxy } = JSON.parse(told) as ProxyPlaces;
  const tunnel = `${new URL(origin).host}:443`;
  const http = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
  const set = (name: string, value: unknown): Thenable<void> => http().update(name, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    for (const name of ['proxy', 'systemCertificates']) await set(name, undefined);
  });

  /** How many tunnels to the provider each proxy was asked for. The editor itself may ask for others. */
  async function tunnels(): Promise<{ readonly environment: number; readonly settings: number }> {
    const [environment = 0, settings = 0] = await Promise.all(
      [environmentProxy, settingsProxy].map(async (proxy) => {
        const hosts = (await (await fetch(`${proxy}/tunnels`)).json()) as readonly string[];
        return hosts.filter((host) => host === tunnel).length;
      }),
    );
    return { environment, settings };
  }

  /** The answer as the adapter tells it, and through which proxy it came. */
  async function ask(): Promise<{ readonly text: string; readonly proxy: string }> {
    const before = await tunnels();
    const provider = createOpenAiCompatible({ fetch: editorFetch(globalThis.fetch) });
    await provider.check?.(call.candidate.endpoint, 'sk-test', new AbortController().signal);
    let text = '';
    for await (const part of provider.stream(call, new AbortController().signal)) {
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'error') throw part.error;
    }
    const after = await tunnels();
    const used = [after.environment > before.environment ? 'HTTPS_PROXY' : '', after.settings > before.settings ? 'http.proxy' : ''];
    return { text, proxy: used.filter((name) => name !== '').join(' and ') };
  }

  const call: ProviderCall = {
    candidate: {
      model: { id: 'far-away', tier: 'small', canChat: true, price: freeOfCharge },
      endpoint: { id: 'company', provider: 'company', adapter: 'openai-compatible', baseUrl: `${origin}/v1`, billing: 'metered' },
    },
    kind: 'chat',
    segments: [{ role: 'user', stability: 'turn', text: 'Where are you?' }],
    maxOutputTokens: 10,
    stop: [],
    tools: [],
    apiKey: 'sk-test',
    cachePlan: { type: 'none', expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'not asked for' },
  };

  it('answers through HTTPS_PROXY, with the authority of NODE_EXTRA_CA_CERTS', async () => {
    assert.deepEqual(await ask(), { text: 'through the proxy', proxy: 'HTTPS_PROXY' });
  });

  it('answers through the proxy of `http.proxy`, which wins', async () => {
    await set('proxy', settingsProxy);
    assert.deepEqual(await ask(), { text: 'through the proxy', proxy: 'http.proxy' });
  });

  it('answers by the editor’s own fetch where `http.systemCertificates` is off', async () => {
    await set('systemCertificates', false);
    await set('proxy', settingsProxy);
    const models = await (await fetch(`${origin}/v1/models`)).json();
    assert.deepEqual([models, (await ask()).proxy], [{ data: [{ id: 'far-away' }] }, 'http.proxy']);
  });
});
