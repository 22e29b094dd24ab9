import { connect } from 'node:net';

/** Does anybody listen at an address? A connection is opened and closed without a word, which servers do not log. In doubt, somebody does. */
export function isListening(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  const { protocol, hostname, port } = new URL(baseUrl);
  return new Promise((resolve) => {
    const socket = connect({
      // An IPv6 address stands in brackets in a URL only.
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      signal,
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(signal.aborted));
  });
}
