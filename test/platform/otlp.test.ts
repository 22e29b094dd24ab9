import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

import type { LedgerEntry } from '../../src/core/ledger/index.ts';
import { createOtlp } from '../../src/platform/otlp.ts';
import type { TelemetryPorts } from '../../src/providers/telemetry/telemetry.ts';
import { collect } from '../support/collect.ts';
import { outcomeOf } from '../support/entries.ts';
import { answer, routerOver } from '../support/routing.ts';
import { chatTask, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
let values: Readonly<Record<string, unknown>> = {};
let changed: () => void = () => undefined;

beforeEach(() => {
  values = {};
  Object.assign(vscode.workspace, {
    getConfiguration: () => ({ inspect: (key: string) => ({ globalValue: values[key] }) }),
    onDidChangeConfiguration: (listener: (event: { affectsConfiguration: () => boolean }) => void) => {
      changed = () => listener({ affectsConfiguration: () => true });
      return { dispose: () => undefined };
    },
  });
});

interface Failing {
  readonly onLoad?: boolean;
  /** Only the first time. */
  readonly onFirstLoad?: boolean;
  readonly onRecord?: boolean;
}

/** What the rest of the window does with telemetry, and what is told to whom. */
function watched({ onLoad = false, onFirstLoad = false, onRecord = false }: Failing = {}) {
  let loads = 0;
  const told: (readonly [endpoint: string, what: string])[] = [];
  const begun: Pick<TelemetryPorts, 'endpoint' | 'headers'>[] = [];
  const logged: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => void logged.push(text) };
  const otlp = createOtlp({
    load: async () => {
      loads += 1;
      if (onLoad || (onFirstLoad && loads === 1)) throw new Error('no such file');
      return {
        createTelemetry: ({ endpoint, headers = {} }) => {
          begun.push({ endpoint, headers });
          return {
            record: ({ model }: LedgerEntry, candidate) => {
              if (onRecord) throw new Error('it is broken');
              told.push([endpoint, candidate?.model.id === model ? model : 'of nobody known']);
            },
            recordOutcome: ({ type }) => void told.push([endpoint, type]),
            flush: async () => undefined,
            dispose: async () => void told.push([endpoint, 'end']),
          };
        },
      };
    },
    fetch,
    newId: () => 'id',
    log,
  });
  const { router } = routerOver([paidCandidate('paid')], { paid: answer });
  const ask = async () => {
    const parts = await collect(otlp.watching(router).route(chatTask(), never));
    // What is told is told behind the answer.
    await new Promise((resolve) => setImmediate(resolve));
    return parts.map(({ type }) => type);
  };
  return { otlp, router, ask, told, begun, logged };
}

const plain = async () => {
  const { router } = routerOver([paidCandidate('paid')], { paid: answer });
  return (await collect(router.route(chatTask(), never))).map(({ type }) => type);
};

describe('Telling a receiver', () => {
  it('is off by default: nothing is loaded, and the router says what it says', async () => {
    const { otlp, ask, begun } = watched();
    const parts = await ask();
    otlp.outcome(outcomeOf());
    await otlp.close();
    expect([parts, begun]).toEqual([await plain(), []]);
  });

  it('tells each settled attempt and each outcome to the receiver of the settings', async () => {
    values = { 'telemetry.otlpEndpoint': ' http://localhost:4318 ', 'telemetry.otlpHeaders': { authorization: 'x', wrong: 1 } };
    const { otlp, ask, told, begun } = watched();
    const parts = await ask();
    otlp.outcome(outcomeOf());
    await otlp.close();
    expect([parts, told, begun]).toEqual([
      await plain(),
      [
        ['http://localhost:4318', 'paid'],
        ['http://localhost:4318', 'accepted'],
        ['http://localhost:4318', 'end'],
      ],
      [{ endpoint: 'http://localhost:4318', headers: { authorization: 'x' } }],
    ]);
  });

  it('goes to another receiver when the setting changes, and ends with the first', async () => {
    values = { 'telemetry.otlpEndpoint': 'https://one' };
    const { otlp, ask, told } = watched();
    await ask();
    values = { 'telemetry.otlpEndpoint': 'https://two' };
    changed();
    await ask();
    await otlp.close();
    expect(told).toEqual([
      ['https://one', 'paid'],
      ['https://one', 'end'],
      ['https://two', 'paid'],
      ['https://two', 'end'],
    ]);
  });

  it('begins with the next request where the first time failed, and warns once of the same', async () => {
    values = { 'telemetry.otlpEndpoint': 'https://one' };
    const { ask, told, logged } = watched({ onFirstLoad: true });
    await ask();
    await ask();
    const hopeless = watched({ onLoad: true });
    await hopeless.ask();
    await hopeless.ask();
    expect([told, logged, hopeless.logged]).toEqual([
      [['https://one', 'paid']],
      ['telemetry could not begin: Error: no such file'],
      ['telemetry could not begin: Error: no such file'],
    ]);
  });

  it.each<[what: string, endpoint: string, failing: Failing, warning: string]>([
    ['an address of no use', 'localhost:4318', {}, 'farthing.telemetry.otlpEndpoint is no address of http or https: nothing is sent'],
    [
      'plain http to another machine',
      'http://collector.example.com:4318',
      {},
      'farthing.telemetry.otlpEndpoint: plain http is refused for collector.example.com: use https, or a server on this machine: nothing is sent',
    ],
    [
      'a password in the address',
      'https://me:secret@one',
      {},
      'farthing.telemetry.otlpEndpoint has a user, a query or a fragment in it: give the address alone, and keys in farthing.telemetry.otlpHeaders: nothing is sent',
    ],
    ['a file that is not there', 'https://one', { onLoad: true }, 'telemetry could not begin: Error: no such file'],
    ['an SDK that throws', 'https://one', { onRecord: true }, 'telemetry was not recorded: Error: it is broken'],
  ])('disturbs nothing with %s', async (_, endpoint, failing, warning) => {
    values = { 'telemetry.otlpEndpoint': endpoint };
    const { otlp, ask, logged } = watched(failing);
    const parts = await ask();
    await otlp.close();
    expect([parts, logged]).toEqual([await plain(), [warning]]);
  });
});
