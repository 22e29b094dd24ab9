import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalogue } from '../../src/core/catalogue/index.ts';
import type { PriceRow } from '../../src/core/money/index.ts';
import { CloudModels, type CloudModelsPorts } from '../../src/platform/cloudModels.ts';
import { Keys } from '../../src/platform/keys.ts';
import { withUserRows } from '../../src/platform/userRows.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeSecrets } from '../support/fakeSecrets.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

const price = (validFrom: string, usd: number): PriceRow => ({
  validFrom,
  source: { url: 'https://prices.example', readOn: '2026-11-01' },
  uncachedInput: usd * 1e9,
  output: usd * 5e9,
});

/** Two providers that need a key, each with a model; one of them has become cheaper. */
const builtInCatalogue: Catalogue = {
  endpoints: [
    {
      id: 'anthropic',
      provider: 'anthropic',
      adapter: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      billing: 'metered',
      needsKey: true,
    },
    { id: 'openai', provider: 'openai', adapter: 'openai', baseUrl: 'https://api.openai.com/v1', billing: 'metered', needsKey: true },
  ],
  models: [
    { id: 'sonnet', endpoint: 'anthropic', tier: 'medium', canChat: true, prices: [price('2026-01-01', 3), price('2026-11-23', 2)] },
    { id: 'codex', endpoint: 'openai', tier: 'medium', canChat: true, prices: [price('2026-01-01', 9)] },
  ],
};
const [anthropic, openai] = ['https://api.anthropic.com', 'https://api.openai.com'].map((baseUrl, index) => ({
  id: index === 0 ? 'anthropic' : 'openai',
  baseUrl,
})) as [{ id: string; baseUrl: string }, { id: string; baseUrl: string }];

function fixture(ports: Partial<CloudModelsPorts> = {}) {
  const secrets = new FakeSecrets();
  const keys = new Keys(secrets);
  const clock = { nowMs: Date.parse('2026-11-22T12:00:00Z'), now: () => clock.nowMs, timeZone: () => 'Europe/Berlin' };
  const logged: string[] = [];
  const log = { warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) };
  const loadBuiltIn = async () => ({ builtInCatalogue });
  const models = new CloudModels({ loadBuiltIn, loadUserRows: async () => ({ withUserRows }), keys, clock, log, ...ports });
  let changes = 0;
  models.onDidChange(() => {
    changes += 1;
  });
  const offered = (): readonly string[] =>
    models.candidates().map(({ model }) => `${model.id} at ${(model.price?.uncachedInput ?? NaN) / 1e9}`);
  return { secrets, keys, clock, logged, models, changes: () => changes, offered };
}

/** All that was begun has been done. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
};

describe('The models in the cloud', () => {
  it('are none before they were loaded', () => {
    const { models } = fixture();
    expect([models.candidates(), models.endpoints(), models.models(), models.dearestPrices()]).toEqual([[], [], [], undefined]);
  });

  it('are those of endpoints with a key, while all rows are known', async () => {
    const { keys, models, offered } = fixture();
    await keys.set(anthropic, 'sk-anthropic');
    await models.load();
    expect({ offered: offered(), rows: models.models().map(({ id }) => id), dearest: models.dearestPrices()?.uncachedInput }).toEqual({
      offered: ['sonnet at 3'],
      rows: ['sonnet', 'codex'],
      dearest: 9e9,
    });
  });

  it('load the catalogue once, and the keys that earlier sessions saved', async () => {
    let loads = 0;
    const { secrets, models, offered } = fixture({
      loadBuiltIn: async () => {
        loads += 1;
        return { builtInCatalogue };
      },
    });
    secrets.stored.set('farthing.key.openai', JSON.stringify({ origin: 'https://api.openai.com', key: 'sk-openai' }));
    await Promise.all([models.load(), models.load()]);
    expect({ loads, offered: offered() }).toEqual({ loads: 1, offered: ['codex at 9'] });
  });

  it('have the prices of the user’s own day', async () => {
    const { keys, clock, models, offered } = fixture();
    await keys.set(anthropic, 'sk-anthropic');
    await models.load();
    clock.nowMs = Date.parse('2026-11-22T22:59:59Z');
    const evening = offered();
    clock.nowMs = Date.parse('2026-11-22T23:00:00Z');
    expect([evening, offered()]).toEqual([['sonnet at 3'], ['sonnet at 2']]);
  });

  it('come and go with the keys, in whichever window those change, and say so', async () => {
    const { secrets, keys, models, offered, changes } = fixture();
    await models.load();
    const atFirst = changes();
    const otherWindow = new Keys(secrets);
    await otherWindow.set(openai, 'sk-openai');
    await settled();
    const withKey = offered();
    await keys.remove(openai);
    await settled();
    expect({ withKey, without: offered(), changes: changes() - atFirst }).toEqual({ withKey: ['codex at 9'], without: [], changes: 2 });
  });

  it('are the user’s too, at once when the settings change', async () => {
    const { secrets, models, offered } = fixture();
    secrets.stored.set('farthing.key.gateway', JSON.stringify({ origin: 'https://gateway.example', key: 'sk-gateway' }));
    await models.load();
    editor.set('catalogue.endpoints', [{ id: 'gateway', adapter: 'openai-compatible', baseUrl: 'https://gateway.example/v1' }]);
    editor.set('catalogue.models', [{ endpoint: 'gateway', id: 'coder-1', tier: 'small', price: { input: 0.2, output: 0.6 } }]);
    await settled();
    expect(offered()).toEqual(['coder-1 at 0.2']);
  });

  it('of an endpoint that the settings moved elsewhere are not offered: its key was saved for another origin', async () => {
    const { keys, models, offered } = fixture();
    await keys.set(anthropic, 'sk-anthropic');
    await models.load();
    editor.set('catalogue.endpoints', [{ id: 'anthropic', baseUrl: 'https://evil.example' }]);
    await settled();
    expect(offered()).toEqual([]);
  });

  it('name a bad row in the log once, and again only after the rows changed', async () => {
    const { models, logged } = fixture();
    editor.set('catalogue.endpoints', [{ id: '', baseUrl: 'https://gateway.example/v1' }]);
    await models.load();
    editor.set('catalogue.models', []);
    await settled();
    expect(logged).toEqual(['farthing.catalogue.endpoints[0].id: must not be empty']);
  });

  it('are the user’s own alone where the built-in catalogue cannot be loaded, and the log says why', async () => {
    const { models, logged } = fixture({
      loadBuiltIn: async () => {
        throw new Error('no such file');
      },
    });
    editor.set('catalogue.endpoints', [{ id: 'gateway', baseUrl: 'https://gateway.example/v1' }]);
    await models.load();
    expect({ logged, endpoints: models.endpoints().map(({ id }) => id) }).toEqual({
      logged: ['the catalogue of models could not be loaded: Error: no such file'],
      endpoints: ['gateway'],
    });
  });

  it('stay as they were where what reads the user’s own rows cannot be loaded: an endpoint could be elsewhere by them', async () => {
    const { keys, models, logged, offered } = fixture({
      loadUserRows: async () => {
        throw new Error('no such file');
      },
    });
    await keys.set(anthropic, 'sk-anthropic');
    await models.load();
    const withoutRows = offered();
    editor.set('catalogue.endpoints', [{ id: 'anthropic', baseUrl: 'https://gateway.example' }]);
    await settled();
    expect({ withoutRows, offered: offered(), logged }).toEqual({
      withoutRows: ['sonnet at 3'],
      offered: ['sonnet at 3'],
      logged: ['your own models and endpoints could not be read: Error: no such file'],
    });
  });

  it('are not offered where the secret storage is out of order, and the log says why', async () => {
    const { secrets, models, logged, offered } = fixture();
    secrets.broken = new Error('the keyring is locked');
    await models.load();
    expect({ logged, offered: offered() }).toEqual({ logged: ['a key could not be read: Error: the keyring is locked'], offered: [] });
  });

  it('hear of nothing after the end', async () => {
    const { models, keys, changes } = fixture();
    await models.load();
    const before = changes();
    models.dispose();
    await keys.set(openai, 'sk-openai');
    expect({ changes: changes() - before, listeners: editor.listeners }).toEqual({ changes: 0, listeners: 0 });
  });
});
