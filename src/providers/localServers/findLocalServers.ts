import { type AskOptions, askAddresses } from './askAddresses.ts';
import type { LocalServer } from './localServer.ts';

/** The model servers that answer now, in the order of the addresses. A server that is no model server, or that is still loading, is left out. */
export async function findLocalServers(options: AskOptions): Promise<readonly LocalServer[]> {
  const answers = await askAddresses(options);
  return answers.flatMap((answer) => (answer.status === 'server' ? [answer.server] : []));
}
