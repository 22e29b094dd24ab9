import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalogue } from '../../src/core/catalogue/index.ts';
import { CatalogueRefresh } from '../../src/platform/catalogueRefresh.ts';
import { CloudModels } from '../../src/platform/cloudModels.ts';
import { Keys } from '../../src/platform/keys.ts';
import { Observed } from '../../src/platform/observed.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeSecrets } from '../support/fakeSecrets.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { useFolder } from '../support/useFolder.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());
const folder = useFolder();

const list = 'https://prices.example/list.json';
const day = 24 * 3_600_000;
const base: Catalogue = {
  endpoints: [
    { id: 'vendor', provider: 'vendor', adapter: 'openai', baseUrl: 'https://vendor.example', billing: 'metered', needsKey: true },
  ],
  models: [
    {
      id: 'coder',
      endpoint: 'vendor',
      tier: 'medium',
      canChat: true,
      prices: [{ validFrom: '2026-01-01', source: { url: '', readOn: '2026-01-01' }, uncachedInput: 2e9, output: 10e9 }],
    },
  ],
};
const priced = (input: number, output: number): string =>
  JSON.stringify({ models: [{ endpoint: 'vendor', id: 'coder', price: { input, output } }] });

/** The windows of one machine: one ledger, one file, one web. */
function machine() {
  const time = new FakeTime();
  const file = folder('farthing/catalogue-refresh.json');
  const claimed = new Set<string>();
  const asked: (string | undefined)[] = [];
  const world = { etag: '"v1"', body: priced(2, 10), status: 200, isDown: false, loads: 0 };
  const logged: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) };
  const fetch = async (_input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const sent = (init.headers as Record<string, string>)['if-none-match'];
    asked.push(sent);
    if (world.isDown) throw new TypeError('fetch failed');
    if (sent === world.etag) return new Response(undefined, { status: 304 });
    return new Response(world.body, { status: world.status, headers: { etag: world.etag } });
  };
  const openWindow = () => {
    const refresh = new CatalogueRefresh({
      load: async () => {
        world.loads += 1;
        return import('../../src/platform/catalogueRefresher.ts');
      },
      ledger: {
        claimNotice: async (key) => {
          const isFirst = !claimed.has(key);
          claimed.add(key);
          return isFirst;
        },
      },
      timers: time,
      clock: time,
      fetch,
      file,
      log,
    });
    const costs = async (): Promise<readonly number[]> => {
      const row = (await refresh.over(base)).models[0]?.prices?.at(-1);
      return [row?.uncachedInput ?? 0, row?.output ?? 0].map((amount) => amount / 1e9);
    };
    return { refresh, costs };
  };
  return { time, file, world, asked, logged, openWindow };
}

describe('Refreshed prices', () => {
  it('are nothing at all while the setting names no source: no byte is sent, no file made, no code loaded', async () => {
    const { time, file, world, asked, openWindow } = machine();
    const { refresh, costs } = openWindow();
    const before = await costs();
    await time.advance(3 * day);
    expect([before, await refresh.refreshNow(), await refresh.offers(), asked, existsSync(file), world.loads]).toEqual([
      [2, 10],
      undefined,
      [],
      [],
      false,
      0,
    ]);
  });

  it('are asked for once a day over all windows, with the ETag of the last answer', async () => {
    editor.set('catalogue.refresh', [list]);
    const { time, asked, openWindow } = machine();
    const windows = [openWindow(), openWindow()];
    for (const { costs } of windows) await costs();
    for (let hours = 0; hours < 60; hours += 1) await time.advance(3_600_000);
    expect(asked).toEqual([undefined, '"v1"', '"v1"']);
  });

  it('that became dearer count in every window, and those that became cheaper once they are accepted', async () => {
    editor.set('catalogue.refresh', [list]);
    const { world, openWindow } = machine();
    const [one, other] = [openWindow(), openWindow()];
    await one.costs();
    world.body = priced(3, 8);
    const report = await one.refresh.refreshNow();
    const before = [await one.costs(), await other.costs()];
    await other.refresh.decide({ accepted: await other.refresh.offers(), declined: [] });
    expect({ report: report?.sources.map(({ outcome }) => outcome), before, after: [await one.costs(), await other.costs()] }).toEqual({
      report: ['read'],
      before: [
        [3, 10],
        [3, 10],
      ],
      after: [
        [3, 8],
        [3, 8],
      ],
    });
  });

  it('stay what they are where the answer is 304, is no list, or does not come; the log says so', async () => {
    editor.set('catalogue.refresh', [list]);
    const { world, logged, openWindow } = machine();
    const { refresh, costs } = openWindow();
    await costs();
    world.body = priced(3, 12);
    const outcomes = [await refresh.refreshNow(), await refresh.refreshNow()];
    Object.assign(world, { etag: '"v2"', body: '{"models": 7}' });
    outcomes.push(await refresh.refreshNow());
    world.status = 500;
    outcomes.push(await refresh.refreshNow());
    world.isDown = true;
    outcomes.push(await refresh.refreshNow());
    expect({ outcomes: outcomes.map((report) => report?.sources[0]?.outcome), costs: await costs(), logged }).toEqual({
      outcomes: ['read', 'unchanged', 'failed', 'failed', 'failed'],
      costs: [3, 12],
      logged: [
        'prices of prices.example/list.json: nothing is changed: it has no list of models under `models`',
        'prices of prices.example/list.json: nothing is changed: prices.example answers with HTTP 500',
        'prices of prices.example/list.json: nothing is changed: prices.example does not answer',
      ],
    });
  });

  it('are asked for again an hour later where nobody answered, and the next day where the answer was of no use', async () => {
    editor.set('catalogue.refresh', [list]);
    const { time, world, asked, openWindow } = machine();
    const { costs } = openWindow();
    world.isDown = true;
    await costs();
    await time.advance(2.5 * 3_600_000);
    const whileDown = asked.length;
    Object.assign(world, { isDown: false, body: 'no list' });
    await time.advance(3_600_000);
    const answered = asked.length;
    await time.advance(20 * 3_600_000);
    expect([whileDown, answered, asked.length]).toEqual([3, 4, 4]);
  });

  it('are kept in one file that is whole at every moment; one that is damaged is set aside, told, and read anew', async () => {
    editor.set('catalogue.refresh', [list]);
    const { file, world, asked, logged, openWindow } = machine();
    const first = openWindow();
    await first.costs();
    world.body = priced(3, 12);
    await first.refresh.refreshNow();
    const files = readdirSync(path.dirname(file));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"uncachedInput":3000000000', '"uncachedInput":-3'));
    const second = openWindow();
    const damaged = await second.costs();
    await second.refresh.refreshNow();
    expect({
      files,
      damaged,
      after: await second.costs(),
      asked,
      logged: logged.map((line) => line.replace(file, 'FILE').replace(file, 'FILE')),
    }).toEqual({
      files: ['catalogue-refresh.json'],
      damaged: [2, 10],
      after: [3, 12],
      asked: [undefined, undefined],
      logged: [
        expect.stringMatching(/^the refreshed prices cannot be used \(.*uncachedInput.*\); they are kept as FILE\.damaged and read anew$/),
      ],
    });
  });

  it('name what is wrong in the setting once', async () => {
    editor.set('catalogue.refresh', ['http://prices.example', list]);
    const { logged, openWindow } = machine();
    const { costs } = openWindow();
    await costs();
    await costs();
    expect(logged).toEqual(['farthing.catalogue.refresh[0]: must be genai-prices, openrouter or an https address']);
  });

  it('lie under the user’s own rows among the models in the cloud, and change them at once', async () => {
    editor.set('catalogue.refresh', [list]);
    const { time, world, openWindow } = machine();
    const { refresh } = openWindow();
    const models = new CloudModels({
      loadBuiltIn: async () => ({ builtInCatalogue: base }),
      loadUserRows: () => import('../../src/platform/userRows.ts'),
      refreshed: refresh,
      keys: new Keys(new FakeSecrets()),
      troubles: new Observed([]),
      clock: time,
      log: { warn: () => undefined, error: () => undefined },
    } as ConstructorParameters<typeof CloudModels>[0]);
    await models.load();
    world.body = priced(3, 12);
    await refresh.refreshNow();
    await vi.waitFor(() => expect(models.models()[0]?.prices?.at(-1)?.output).toBe(12e9));
    editor.set('catalogue.models', [{ endpoint: 'vendor', id: 'coder', price: { input: 1, output: 1 } }]);
    await vi.waitFor(() => expect(models.models()[0]?.prices?.map(({ output }) => output)).toEqual([1e9]));
    expect(await refresh.offers()).toEqual([]);
  });
});
