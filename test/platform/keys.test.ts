import { describe, expect, it } from 'vitest';
import { Keys } from '../../src/platform/keys.ts';
import { FakeSecrets } from '../support/fakeSecrets.ts';

const anthropic = { id: 'anthropic', baseUrl: 'https://api.anthropic.com/v1' };
const key = 'sk-ant-api03-0123456789';
const name = 'farthing.key.anthropic';

/** A window with its keys, and what it was told of changes. */
function windowOn(secrets = new FakeSecrets()) {
  const keys = new Keys(secrets);
  const changed: string[] = [];
  keys.onDidChange((endpointId) => changed.push(endpointId));
  return { secrets, keys, changed };
}

/** All that was begun has been done: storage, event, reading. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('A key', () => {
  it('is stored with the origin it was saved for, trimmed, and given out there', async () => {
    const { secrets, keys, changed } = windowOn();
    expect(await keys.set(anthropic, ` ${key}\r\n`)).toEqual({ outcome: 'saved' });
    await settled();
    expect({
      stored: Object.fromEntries(secrets.stored),
      has: keys.has(anthropic),
      given: await keys.keyOf(anthropic),
      changed,
    }).toEqual({
      stored: { [name]: JSON.stringify({ origin: 'https://api.anthropic.com', key }) },
      has: true,
      given: key,
      changed: ['anthropic'],
    });
  });

  it('that was saved by an earlier session is there once it was loaded, and not before', async () => {
    const { secrets, keys, changed } = windowOn();
    secrets.stored.set(name, JSON.stringify({ origin: 'https://api.anthropic.com', key }));
    const before = keys.has(anthropic);
    await keys.load([anthropic]);
    expect({ before, after: keys.has(anthropic), changed }).toEqual({ before: false, after: true, changed: ['anthropic'] });
  });

  it('is read when it is asked for before anything was loaded', async () => {
    const { secrets, keys } = windowOn();
    secrets.stored.set(name, JSON.stringify({ origin: 'https://api.anthropic.com', key }));
    expect(await keys.keyOf(anthropic)).toBe(key);
  });

  it.each([
    'https://api.anthropic.com.evil.example/v1',
    'https://evil.example/v1',
    'http://api.anthropic.com/v1',
    'https://api.anthropic.com:8443/v1',
    'not an address',
  ])('is not given to %s, which the endpoint was moved to', async (baseUrl) => {
    const { keys } = windowOn();
    await keys.set(anthropic, key);
    const moved = { id: 'anthropic', baseUrl };
    expect({ has: keys.has(moved), given: await keys.keyOf(moved), savedFor: keys.savedFor(moved) }).toEqual({
      has: false,
      given: undefined,
      savedFor: 'https://api.anthropic.com',
    });
  });

  it('goes with its origin, whatever the path', async () => {
    const { keys } = windowOn();
    await keys.set(anthropic, key);
    expect(await keys.keyOf({ id: 'anthropic', baseUrl: 'https://api.anthropic.com/v2/other' })).toBe(key);
  });

  it('of one endpoint is not given to another at the same origin', async () => {
    const { keys } = windowOn();
    await keys.set(anthropic, key);
    expect(await keys.keyOf({ ...anthropic, id: 'other' })).toBe(undefined);
  });

  it.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['sk-one\nsk-two', 'line-break'],
    ['sk-one\u2028sk-two', 'line-break'],
    ['sk-\u0000one', 'control-character'],
    ['sk-\u0007one', 'control-character'],
    ['sk-\u200bone', 'not-ascii'],
    ['ключ', 'not-ascii'],
  ])('%j is refused as %s, and nothing is stored', async (text, rule) => {
    const { secrets, keys } = windowOn();
    expect([await keys.set(anthropic, text), secrets.stored.size]).toEqual([{ outcome: 'refused', rule }, 0]);
  });

  it.each(['http://models.example/v1', 'ftp://models.example', 'nonsense'])('is refused for the address %s', async (baseUrl) => {
    const { secrets, keys } = windowOn();
    expect([await keys.set({ id: 'own', baseUrl }, key), secrets.stored.size]).toEqual([{ outcome: 'refused', rule: 'address' }, 0]);
  });

  it.each(['', '{', '"text"', 'null', '[]', '{"key":"sk-1"}', '{"origin":"https://api.anthropic.com"}', '{"origin":1,"key":2}'])(
    'counts as none where the secret is %j',
    async (secret) => {
      const { secrets, keys } = windowOn();
      secrets.stored.set(name, secret);
      await keys.load([anthropic]);
      expect([keys.has(anthropic), await keys.keyOf(anthropic), keys.savedFor(anthropic)]).toEqual([false, undefined, undefined]);
    },
  );

  it('counts as none where something has put two lines into the secret', async () => {
    const { secrets, keys } = windowOn();
    secrets.stored.set(name, JSON.stringify({ origin: 'https://api.anthropic.com', key: 'sk-1\r\nx-evil: 1' }));
    expect(await keys.keyOf(anthropic)).toBe(undefined);
  });

  it('is gone when it is removed', async () => {
    const { secrets, keys, changed } = windowOn();
    await keys.set(anthropic, key);
    await keys.remove(anthropic);
    await settled();
    expect({ stored: secrets.stored.size, has: keys.has(anthropic), given: await keys.keyOf(anthropic), changed }).toEqual({
      stored: 0,
      has: false,
      given: undefined,
      changed: ['anthropic', 'anthropic'],
    });
  });

  it('that another window saves, replaces or removes is known here', async () => {
    const here = windowOn();
    const there = windowOn(here.secrets);
    await here.keys.load([anthropic]);
    const seen: unknown[] = [];
    for (const act of [
      () => there.keys.set(anthropic, key),
      () => there.keys.set(anthropic, 'sk-another-key'),
      () => there.keys.remove(anthropic),
    ]) {
      await act();
      await settled();
      seen.push(await here.keys.keyOf(anthropic));
    }
    expect({ seen, changed: here.changed }).toEqual({
      seen: [key, 'sk-another-key', undefined],
      changed: ['anthropic', 'anthropic', 'anthropic'],
    });
  });

  it('of another extension’s making says nothing to us', async () => {
    const { secrets, changed } = windowOn();
    await secrets.store('other.key.anthropic', JSON.stringify({ origin: 'https://api.anthropic.com', key }));
    await settled();
    expect(changed).toEqual([]);
  });

  it('that is saved while the old one is being read comes after it, once', async () => {
    const { secrets, keys, changed } = windowOn();
    secrets.stored.set(name, JSON.stringify({ origin: 'https://api.anthropic.com', key: 'sk-the-old-one' }));
    let arrive = (): void => undefined;
    secrets.slow = new Promise((resolve) => {
      arrive = resolve;
    });
    const both = Promise.all([keys.load([anthropic]), keys.set(anthropic, key)]);
    await settled();
    arrive();
    await both;
    await settled();
    expect({ given: await keys.keyOf(anthropic), changed }).toEqual({ given: key, changed: ['anthropic', 'anthropic'] });
  });

  it('is remembered as one that no log may print, also after it was replaced', async () => {
    const { keys } = windowOn();
    await keys.set(anthropic, key);
    await keys.set(anthropic, 'sk-another-key');
    await keys.remove(anthropic);
    expect([...keys.everHeld]).toEqual([key, 'sk-another-key']);
  });
});

describe('Secret storage that is out of order', () => {
  it('rejects what needs it, gives no key, and works again when it does', async () => {
    const { secrets, keys } = windowOn();
    secrets.stored.set(name, JSON.stringify({ origin: 'https://api.anthropic.com', key }));
    secrets.broken = new Error('the keyring is locked');
    const tried = await Promise.allSettled([
      keys.load([anthropic]),
      keys.keyOf(anthropic),
      keys.set(anthropic, 'sk-new-key'),
      keys.remove(anthropic),
    ]);
    const had = keys.has(anthropic);
    secrets.broken = undefined;
    expect({ tried: tried.map(({ status }) => status), had, given: await keys.keyOf(anthropic) }).toEqual({
      tried: ['rejected', 'rejected', 'rejected', 'rejected'],
      had: false,
      given: key,
    });
  });

  it('is listened to no more after the end', () => {
    const { secrets, keys } = windowOn();
    keys.dispose();
    expect(secrets.listeners).toBe(0);
  });
});
