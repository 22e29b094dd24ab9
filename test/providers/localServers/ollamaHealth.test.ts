import { afterEach, describe, expect, it } from 'vitest';
import { findLocalServers } from '../../../src/providers/localServers/findLocalServers.ts';
import { healthOf } from '../../../src/providers/localServers/localServer.ts';
import { gpuShareOf, type ModelHealth } from '../../../src/providers/localServers/modelHealth.ts';
import { useEmulator } from '../../emulator/support.ts';

const emulator = useEmulator();
const signal = new AbortController().signal;
const model = 'emu-acorn:1b';

/** What a look at the emulator's `/api/ps` tells of the model, over HTTP. */
async function healthNow(): Promise<ModelHealth | undefined> {
  const baseUrl = emulator().url;
  // It answers as many providers at once, so that it is told by no list of models which one it is here.
  const known = [{ kind: 'ollama', baseUrl, models: [] }] as const;
  const [server] = await findLocalServers({ fetch, signal, addresses: [baseUrl], known });
  return server && healthOf(server, model);
}

async function load(more: object = {}): Promise<void> {
  await fetch(`${emulator().url}/api/generate`, { method: 'POST', body: JSON.stringify({ model, ...more }) });
}

afterEach(() => load({ keep_alive: 0 }));

describe('The health of a model on Ollama', () => {
  it('is cold before its first request, on the graphics card by so much after it, and cold again when it was put out of memory', async () => {
    const cold = await healthNow();
    await load();
    const loaded = await healthNow();
    emulator().clock.advance(5 * 60_000);
    expect([cold, loaded, await healthNow()]).toEqual([
      { model, isLoaded: false },
      { model, isLoaded: true, gpuShare: 0.75 },
      { model, isLoaded: false },
    ]);
  });

  it.each([
    ['all of it on the graphics card', { size: 4e9, size_vram: 4e9 }, 1],
    ['none of it', { size: 4e9, size_vram: 0 }, 0],
    ['two fifths of it', { size: 5e9, size_vram: 2e9 }, 0.4],
    ['more than all of it', { size: 4e9, size_vram: 5e9 }, 1],
    ['no size', { size: 0, size_vram: 0 }, undefined],
    ['a size below zero', { size: -4e9, size_vram: -1e9 }, undefined],
    ['a part below zero', { size: 4e9, size_vram: -1e9 }, undefined],
    ['words', { size: 'large', size_vram: null }, undefined],
  ])('with %s', async (_what, sizes, gpuShare) => {
    emulator().resides(model, sizes);
    await load();
    expect(await healthNow()).toEqual({ model, isLoaded: true, ...(gpuShare !== undefined && { gpuShare }) });
  });
});

describe('The share on the graphics card', () => {
  it.each([
    [{}, undefined],
    [{ size: 4e9 }, undefined],
    [{ size: Number.NaN, size_vram: 1 }, undefined],
    [{ size: Number.POSITIVE_INFINITY, size_vram: Number.POSITIVE_INFINITY }, undefined],
  ])('of %j is unknown', (sizes, share) => {
    expect(gpuShareOf(sizes)).toEqual(share);
  });
});
