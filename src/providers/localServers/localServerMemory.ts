import type { AddressAnswer } from './askAddresses.ts';
import type { LocalServer } from './localServer.ts';

/** What is remembered from look to look. */
export interface LocalServerMemory {
  readonly servers: readonly LocalServer[];
  /** The addresses that kept silent at the last look. */
  readonly silent: readonly string[];
  /** When an address turned out to be something else, in ms. */
  readonly strangers: ReadonlyMap<string, number>;
  /** The server that was there in this session, while there is none. */
  readonly away: { readonly last: LocalServer; readonly sinceMs: number } | undefined;
}

/** What a look is told of the looks before. */
export interface Known {
  readonly servers: readonly LocalServer[];
  /** Addresses that need not be asked again yet. */
  readonly strangers: readonly string[];
}

export const emptyMemory: LocalServerMemory = { servers: [], silent: [], strangers: new Map(), away: undefined };

/**
 * The memory after a look. One silence is not yet a miss, because a busy server may be slow; two in a row are, and a closed connection is at
 * once. An address that was not asked is forgotten.
 */
export function remember(before: LocalServerMemory, answers: readonly AddressAnswer[], nowMs: number): LocalServerMemory {
  const servers = answers.flatMap((answer) => {
    if (answer.status === 'server') return [answer.server];
    return answer.status === 'silent' && !before.silent.includes(answer.baseUrl) ? serversAt([answer], before.servers) : [];
  });
  const strangers = addressesOf(answers, 'stranger').map((baseUrl) => [baseUrl, before.strangers.get(baseUrl) ?? nowMs] as const);
  const [gone] = serversAt(answers, before.servers);
  const [missed] = before.away ? serversAt(answers, [before.away.last]) : [];
  const away = gone ? { last: gone, sinceMs: nowMs } : missed && before.away;
  return { servers, silent: addressesOf(answers, 'silent'), strangers: new Map(strangers), away: servers.length > 0 ? undefined : away };
}

/** Forgets the strangers that were asked so long ago. */
export function forgetStrangers(memory: LocalServerMemory, nowMs: number, strangerMs: number): LocalServerMemory {
  return { ...memory, strangers: new Map([...memory.strangers].filter(([, askedMs]) => nowMs - askedMs < strangerMs)) };
}

/** Stops missing a server that has been away so long: it was stopped on purpose. */
export function forgetAway(memory: LocalServerMemory, nowMs: number, awayMs: number): LocalServerMemory {
  return memory.away && nowMs - memory.away.sinceMs >= awayMs ? { ...memory, away: undefined } : memory;
}

function addressesOf(answers: readonly AddressAnswer[], status: AddressAnswer['status']): readonly string[] {
  return answers.filter((answer) => answer.status === status).map(addressOf);
}

function serversAt(answers: readonly AddressAnswer[], servers: readonly LocalServer[]): readonly LocalServer[] {
  return servers.filter(({ baseUrl }) => answers.some((answer) => addressOf(answer) === baseUrl));
}

function addressOf(answer: AddressAnswer): string {
  return answer.status === 'server' ? answer.server.baseUrl : answer.baseUrl;
}
