import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalogue } from '../../src/core/catalogue/index.ts';
import { CatalogueRefresh } from '../../src/platform/catalogueRefresh.ts';
import { CatalogueRefreshFile } from '../../src/platform/catalogueRefreshFile.ts';
import { CloudModels } from '../../src/platform/cloudModels.ts';
import { Keys } from '../../src/platform/keys.ts';
import { Observed } from '../../src/platform/observed.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeSecrets } from '../support/fakeSecrets.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { useFolder } from '../support/useFolder.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());
beforeEach(() => {
  editor.reset();
  vi.unstubAllEnvs();
});
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
  const world = { etag: '"v1"', body: priced(2, 10), status: 200, isDown: false, isLocked: false, isBroken: false, loads: 0 };
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
        if (world.isBroken) throw new Error('no such module');
        return import('../../src/platform/catalogueRefresher.ts');
      },
      ledger: {
        claimNotice: async (key) => {
          if (world.isLocked) throw new Error('database is locked');
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
  return { time, file, world, asked, claimed, logged, openWindow };
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

  it('are asked for again an hour later where the ledger was locked, or what does the work could not be loaded', async () => {
    editor.set('catalogue.refresh', [list]);
    const { time, world, asked, logged, openWindow } = machine();
    const { costs } = openWindow();
    world.isBroken = true;
    await costs();
    await time.advance(0.5 * 3_600_000);
    Object.assign(world, { isBroken: false, isLocked: true });
    await time.advance(2 * 3_600_000);
    world.isLocked = false;
    const before = asked.length;
    await time.advance(3_600_000);
    expect({ before, after: asked.length, logged }).toEqual({
      before: 0,
      after: 1,
      logged: [
        'prices cannot be refreshed: Error: no such module',
        'prices cannot be refreshed: Error: no such module',
        'prices were not refreshed: Error: database is locked',
        'prices were not refreshed: Error: database is locked',
      ],
    });
  });

  it('have a price that a list names in advance from its day on, though the list is the same', async () => {
    editor.set('catalogue.refresh', [list]);
    const { time, world, asked, openWindow } = machine();
    const { costs } = openWindow();
    const row = { endpoint: 'vendor', id: 'coder' };
    const [now, then] = [
      { input: 2, output: 10 },
      { input: 9, output: 10 },
    ];
    world.body = JSON.stringify({
      models: [
        { ...row, price: now },
        { ...row, price: then, validFrom: '2026-11-08' },
      ],
    });
    await costs();
    // It is noon of the 5th.
    await time.advance(2 * day + 11 * 3_600_000);
    const before = [await costs(), asked.length];
    await time.advance(2 * 3_600_000);
    const onTheDay = [await costs(), asked.length];
    await time.advance(day);
    expect({ before, onTheDay, asked }).toEqual({
      before: [[2, 10], 3],
      onTheDay: [[9, 10], 4],
      asked: [undefined, '"v1"', '"v1"', undefined, '"v1"'],
    });
  });

  it('are read anew out of the same list by another version of the extension, and once the user has added an endpoint', async () => {
    editor.set('catalogue.refresh', [list]);
    const { world, asked, openWindow } = machine();
    const { refresh, costs } = openWindow();
    await costs();
    world.body = JSON.stringify({
      models: [
        { endpoint: 'vendor', id: 'coder', price: { input: 2, output: 10 } },
        { endpoint: 'mine', id: 'm', price: { input: 1, output: 1 } },
      ],
    });
    await refresh.refreshNow();
    const before = await refresh.offers();
    editor.set('catalogue.endpoints', [{ id: 'mine', baseUrl: 'https://mine.example/v1' }]);
    await refresh.refreshNow();
    const after = await refresh.offers();
    await refresh.refreshNow();
    vi.stubEnv('FARTHING_VERSION', '9.9.9');
    await refresh.refreshNow();
    expect({ before, after: after.map(({ row }) => row.id), asked }).toEqual({
      before: [],
      after: ['m'],
      asked: [undefined, undefined, '"v1"', undefined],
    });
  });

  it('leave no secret of a list’s address in the ledger or the log', async () => {
    editor.set('catalogue.refresh', [`${list}?token=hush`]);
    const { time, world, claimed, logged, openWindow } = machine();
    const { refresh, costs } = openWindow();
    await costs();
    world.body = '{"models": 7}';
    await time.advance(day / 2);
    await refresh.refreshNow();
    expect([claimed.size, logged.length, [...claimed, ...logged].filter((text) => /hush|token|list\.json\?/.test(text))]).toEqual([
      1,
      2,
      [],
    ]);
  });

  it('tell twenty rows that are left out, and how many more', async () => {
    editor.set('catalogue.refresh', [list]);
    const { world, logged, openWindow } = machine();
    const { refresh, costs } = openWindow();
    await costs();
    const strays = Array.from({ length: 30 }, (_, index) => ({ endpoint: 'nowhere', id: `m${index}`, price: { input: 1, output: 1 } }));
    world.body = JSON.stringify({ models: [...JSON.parse(priced(2, 10)).models, ...strays] });
    await refresh.refreshNow();
    expect([logged.length, logged.at(-1)]).toEqual([21, 'prices of prices.example/list.json: 10 more are left out']);
  });

  it('are read from the disk again only where another window has written', () => {
    const file = folder('farthing/refresh.json');
    const [one, other] = [1, 2].map(() => new CatalogueRefreshFile(file, { warn: () => undefined })) as [
      CatalogueRefreshFile,
      CatalogueRefreshFile,
    ];
    const state = {
      version: 2,
      sources: { [list]: { checkedAtMs: 1, readOn: '2026-11-05', rows: [] } },
      inForce: [],
      declined: [],
    } as const;
    one.write(state);
    const mine = one.read();
    const theirs = other.read();
    const again = other.read();
    one.write({ ...state, sources: { [list]: { ...state.sources[list], checkedAtMs: 2 } } });
    expect([mine === state, theirs, theirs === again, other.read().sources[list]?.checkedAtMs]).toEqual([true, state, true, 2]);
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
