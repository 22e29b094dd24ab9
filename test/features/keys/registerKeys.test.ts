import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CatalogueModel, Endpoint } from '../../../src/core/catalogue/index.ts';
import { ProviderError, type ProviderErrorReason } from '../../../src/core/task/index.ts';
import { registerKeys } from '../../../src/features/keys/registerKeys.ts';
import { Keys } from '../../../src/platform/keys.ts';
import { editor } from '../../support/fakeEditor.ts';
import { FakeSecrets } from '../../support/fakeSecrets.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

const endpoint = (id: string, baseUrl: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  id,
  provider: id,
  adapter: 'openai-compatible',
  baseUrl,
  billing: 'metered',
  needsKey: true,
  ...changes,
});
const anthropic = endpoint('anthropic', 'https://api.anthropic.com/v1');
const gateway = endpoint('my-gateway', 'https://gateway.example/v1');
const key = 'plain-secret-0123456789';

interface Fixture {
  /** How the free call ends; undefined: well. */
  readonly failure?: ProviderErrorReason | Error;
  readonly budget?: 'set' | 'missing';
  readonly endpoints?: readonly Endpoint[];
  /** The endpoints that have a model that completes code. */
  readonly completing?: readonly string[];
}

const completer = (endpointId: string): CatalogueModel => ({
  id: `coder-of-${endpointId}`,
  endpoint: endpointId,
  tier: 'small',
  canChat: true,
  fillInTheMiddle: { type: 'suffix' },
});

function registered({ failure, budget = 'set', endpoints = [anthropic, gateway], completing = ['anthropic', 'my-gateway'] }: Fixture = {}) {
  const secrets = new FakeSecrets();
  const keys = new Keys(secrets);
  const logged: string[] = [];
  const told: string[] = [];
  const checked: string[] = [];
  const print = (text: string): void => void logged.push(text);
  registerKeys({
    keys,
    models: {
      load: async () => undefined,
      endpoints: () => endpoints,
      models: () => completing.map(completer),
    },
    check: async ({ id }, given) => {
      checked.push(`${id} with ${given}`);
      if (failure instanceof Error) throw failure;
      if (failure) throw new ProviderError(failure, 'the provider’s own words');
    },
    hasBudget: () => budget === 'set',
    health: { keyTested: (id, error) => void told.push(error ? `trouble at ${id}: ${error.reason}` : `no trouble at ${id}`) },
    log: { info: print, warn: print, error: print },
  });
  return { secrets, keys, logged, told, checked };
}

const messages = () => editor.shown.filter((shown) => shown.type !== 'pick' && shown.type !== 'input');

describe('“Set API Key”', () => {
  it('asks for which provider, each with its origin, its use and whether it has a key; first those that complete code', async () => {
    const { keys } = registered({
      completing: ['moved', 'local'],
      endpoints: [
        anthropic,
        gateway,
        endpoint('moved', 'https://new.example'),
        endpoint('local', 'http://127.0.0.1:8080', { needsKey: false }),
      ],
    });
    await keys.set(anthropic, key);
    await keys.set(endpoint('moved', 'https://old.example'), key);
    await editor.run('farthing.setKey');
    const [pick] = editor.shown;
    expect(pick?.type === 'pick' && pick.items.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      ['moved', 'https://new.example', 'Completes code. The saved key is for https://old.example, and is not sent here.'],
      ['$(key) anthropic', 'https://api.anthropic.com', 'For chat and agents; no model of it completes code yet. A key is saved.'],
      ['my-gateway', 'https://gateway.example', 'For chat and agents; no model of it completes code yet. No key is saved.'],
    ]);
  });

  it('hides what is typed, stays open, and says where the key goes', async () => {
    registered();
    editor.answers.push('my-gateway');
    await editor.run('farthing.setKey');
    const input = editor.shown[1];
    expect(input?.type === 'input' && { ...input.options, validateInput: undefined }).toEqual({
      title: 'Farthing: API key for my-gateway',
      prompt: 'The key is kept in the editor’s secret storage and is sent to https://gateway.example only.',
      password: true,
      ignoreFocusOut: true,
      validateInput: undefined,
    });
  });

  it('refuses in words what cannot be a key', async () => {
    registered();
    await editor.run('farthing.setKey', 'anthropic');
    const input = editor.shown[0];
    const words = input?.type === 'input' ? ['', 'sk-1\nsk-2', 'sk-\u0000', 'schlüssel', ' sk-1 '].map(input.options.validateInput) : [];
    expect(words).toEqual([
      'Paste the key.',
      'A key is one line: there is a line break in this text.',
      'There is an invisible control character in this text. Copy the key anew.',
      'A key is plain ASCII: there is another character in this text. Copy the key anew.',
      undefined,
    ]);
  });

  it('saves the key, tests it with the free call, and tells both in one message', async () => {
    const { keys, told, checked } = registered();
    editor.answers.push('anthropic', ` ${key} `);
    await editor.run('farthing.setKey');
    expect({ given: await keys.keyOf(anthropic), told, checked, messages: messages() }).toEqual({
      given: key,
      told: ['no trouble at anthropic'],
      checked: [`anthropic with ${key}`],
      messages: [{ type: 'information', words: 'The key for anthropic is saved. anthropic takes the key.', buttons: [] }],
    });
  });

  it('goes straight to the provider that a link names', async () => {
    const { checked } = registered();
    editor.answers.push(key);
    await editor.run('farthing.setKey', 'my-gateway');
    expect([editor.shown.map(({ type }) => type), checked]).toEqual([['input', 'information'], [`my-gateway with ${key}`]]);
  });

  it('asks for which provider where a link names none that is known', async () => {
    registered();
    await editor.run('farthing.setKey', 'nobody');
    expect(editor.shown.map(({ type }) => type)).toEqual(['pick']);
  });

  it('leads to a budget where none is set, because nothing paid is asked without one', async () => {
    registered({ budget: 'missing' });
    editor.answers.push(key, 'Set Budget');
    await editor.run('farthing.setKey', 'anthropic');
    expect([messages(), editor.executed]).toEqual([
      [
        {
          type: 'information',
          words: 'The key for anthropic is saved. anthropic takes the key. No paid model is asked before you set a budget.',
          buttons: ['Set Budget'],
        },
      ],
      [['farthing.setBudget']],
    ]);
  });

  it.each<readonly [readonly string[], string]>([
    [['my-gateway', 'mistral'], 'No model of anthropic completes code yet; these providers have models that do: my-gateway, mistral.'],
    [[], 'No model of anthropic completes code yet.'],
  ])('says that a key alone brings no completions, and whose would: %j', async (completing, words) => {
    registered({ completing, budget: 'missing' });
    editor.answers.push(key);
    await editor.run('farthing.setKey', 'anthropic');
    expect(messages().map((message) => 'words' in message && message.words)).toEqual([
      `The key for anthropic is saved. anthropic takes the key. ${words} No paid model is asked before you set a budget.`,
    ]);
  });

  it('stores nothing when it is left', async () => {
    const { secrets } = registered();
    editor.answers.push('anthropic', undefined);
    await editor.run('farthing.setKey');
    expect([secrets.stored.size, messages()]).toEqual([0, []]);
  });

  it('refuses an address to which keys would travel in the clear, before asking for the key', async () => {
    registered({ endpoints: [endpoint('plain', 'http://models.example/v1')] });
    await editor.run('farthing.setKey', 'plain');
    expect(editor.shown).toEqual([
      {
        type: 'warning',
        words: 'plain has the address http://models.example/v1, where a key cannot be sent safely: it must be https, or on this machine.',
        buttons: [],
      },
    ]);
  });

  it('says so where no provider is known', async () => {
    registered({ endpoints: [] });
    await editor.run('farthing.setKey');
    expect(messages()).toEqual([{ type: 'warning', words: 'No provider is known that takes a key. The log says more.', buttons: [] }]);
  });

  it('says so where the secret storage is out of order', async () => {
    const { secrets, logged } = registered();
    secrets.broken = new Error('the keyring is locked');
    editor.answers.push(key);
    await editor.run('farthing.setKey', 'anthropic');
    expect([messages(), logged]).toEqual([
      [{ type: 'error', words: 'The editor’s secret storage failed. The log says more.', buttons: [] }],
      ['a key: Error: the keyring is locked'],
    ]);
  });

  it('never shows or logs the key, whatever the test says', async () => {
    for (const failure of [undefined, 'unauthorized', 'bad-response'] as const) {
      const { logged } = registered({ ...(failure && { failure }) });
      editor.answers.push(key);
      await editor.run('farthing.setKey', 'anthropic');
      expect(JSON.stringify([editor.shown, logged])).not.toContain(key);
    }
  });
});

describe('The test of a key', () => {
  const tested = async (failure: ProviderErrorReason | Error | undefined, budget: 'set' | 'missing' = 'set') => {
    const all = registered({ ...(failure !== undefined && { failure }), budget });
    await all.keys.set(anthropic, key);
    await editor.run('farthing.testKey', 'anthropic');
    return all;
  };

  it('that is refused (401) names the provider and the command that mends it, and leads there', async () => {
    const all = registered({ failure: 'unauthorized', budget: 'missing' });
    await all.keys.set(anthropic, key);
    editor.answers.push('Set API Key…');
    await editor.run('farthing.testKey', 'anthropic');
    expect({ messages: messages(), executed: editor.executed, told: all.told, logged: all.logged }).toEqual({
      messages: [
        {
          type: 'warning',
          words: 'anthropic refuses the key. Run "Farthing: Set API Key…" to save another one.',
          buttons: ['Set API Key…'],
        },
      ],
      executed: [['farthing.setKey', 'anthropic']],
      told: ['trouble at anthropic: unauthorized'],
      logged: ['the key for anthropic was tested: unauthorized: the provider’s own words'],
    });
  });

  it.each<readonly [ProviderErrorReason, string]>([
    [
      'forbidden',
      'anthropic knows the key, but does not allow it this. Check its rights there, or run "Farthing: Set API Key…" to save another one.',
    ],
    ['payment-required', 'The account at anthropic has no credit. Add some there, then test the key again.'],
    ['rate-limited', 'anthropic asks to wait because of too many requests. Run "Farthing: Test API Key…" later.'],
    ['overloaded', 'anthropic has trouble of its own. Run "Farthing: Test API Key…" later.'],
    ['server-error', 'anthropic has trouble of its own. Run "Farthing: Test API Key…" later.'],
    ['unreachable', 'anthropic does not answer at https://api.anthropic.com/v1. Check the network, the proxy and the address.'],
    ['timeout', 'anthropic does not answer in time at https://api.anthropic.com/v1. Check the network and the proxy, or test again later.'],
    ['unsupported', 'anthropic offers nothing that tests a key free of charge: the first request will tell.'],
    ['not-found', 'anthropic did not answer as expected at https://api.anthropic.com/v1. Check the address: the log says more.'],
  ])('that ends with %s says what to do', async (reason, words) => {
    await tested(reason);
    expect(messages().map((message) => 'words' in message && message.words)).toEqual([words]);
  });

  it('that no provider answers ends in time, whatever the adapter throws then', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    await tested(new DOMException('This operation was aborted', 'AbortError')).finally(() => timeout.mockRestore());
    expect(messages().map((message) => 'words' in message && message.words)).toEqual([
      'anthropic does not answer in time at https://api.anthropic.com/v1. Check the network and the proxy, or test again later.',
    ]);
  });

  it('survives an adapter that throws something else', async () => {
    const { logged } = await tested(new TypeError('undefined is not a function'));
    expect([messages().map(({ type }) => type), logged]).toEqual([
      ['warning'],
      ['the key for anthropic was tested: bad-response: TypeError: undefined is not a function'],
    ]);
  });

  it.each(['unauthorized', 'forbidden', 'payment-required'] as const)('that ends with %s is told as the requests’ own', async (reason) => {
    expect((await tested(reason)).told).toEqual([`trouble at anthropic: ${reason}`]);
  });

  it('is offered for those that have a key', async () => {
    const { keys } = registered();
    await keys.set(gateway, key);
    await editor.run('farthing.testKey');
    const [pick] = editor.shown;
    expect(pick?.type === 'pick' && pick.items.map(({ label }) => label)).toEqual(['$(key) my-gateway']);
  });

  it('leads to setting a key where there is none', async () => {
    registered();
    editor.answers.push('Set API Key…');
    await editor.run('farthing.testKey');
    expect([messages(), editor.executed]).toEqual([
      [{ type: 'information', words: 'No key is saved.', buttons: ['Set API Key…'] }],
      [['farthing.setKey']],
    ]);
  });
});

describe('“Remove API Key”', () => {
  it('asks once more, and removes the key, which ends the trouble it made', async () => {
    const { keys, secrets } = registered();
    const changed: string[] = [];
    await keys.set(anthropic, key);
    keys.onDidChange((id) => void changed.push(id));
    editor.answers.push('$(key) anthropic', 'Remove');
    await editor.run('farthing.removeKey');
    expect({ stored: secrets.stored.size, messages: messages(), changed }).toEqual({
      stored: 0,
      messages: [{ type: 'warning', words: 'Remove the key for anthropic?', buttons: ['Remove'] }],
      changed: ['anthropic'],
    });
  });

  it('keeps the key when the user thinks better of it', async () => {
    const { keys, secrets } = registered();
    await keys.set(anthropic, key);
    editor.answers.push('$(key) anthropic', undefined);
    await editor.run('farthing.removeKey');
    expect(secrets.stored.size).toBe(1);
  });

  it('offers only those with a key, also one that was saved for an address of before', async () => {
    const { keys } = registered({ endpoints: [anthropic, gateway, endpoint('moved', 'https://new.example')] });
    await keys.set(gateway, key);
    await keys.set(endpoint('moved', 'https://old.example'), key);
    await editor.run('farthing.removeKey');
    const [pick] = editor.shown;
    expect(pick?.type === 'pick' && pick.items.map(({ label }) => label)).toEqual(['$(key) my-gateway', 'moved']);
  });
});
