import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificates } from './certificates.ts';
import { startConnectProxy } from './connectProxy.ts';
import { startModelsServer } from './modelsServer.ts';

/** What the suite inside the extension host is told, as JSON in FARTHING_HOST_PROXIES. */
export interface ProxyPlaces {
  /** `https://...`: no such host exists but behind the proxies. */
  readonly origin: string;
  /** Of the environment, as HTTPS_PROXY. */
  readonly environmentProxy: string;
  /** To be set as `http.proxy`. */
  readonly settingsProxy: string;
}

export interface Proxies {
  /** For the editor's process. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A company's network: a server with a certificate of its own authority, reached through one proxy or the other. */
export async function startProxies(): Promise<Proxies> {
  const host = 'models.farthing.test';
  const certificates = makeCertificates(host);
  const server = await startModelsServer(certificates);
  const [environmentProxy, settingsProxy] = await Promise.all([startConnectProxy(server.port), startConnectProxy(server.port)]);
  const folder = await mkdtemp(path.join(tmpdir(), 'farthing-authority-'));
  const authorityFile = path.join(folder, 'authority.pem');
  await writeFile(authorityFile, certificates.authority);
  const places: ProxyPlaces = { origin: `https://${host}`, environmentProxy: environmentProxy.url, settingsProxy: settingsProxy.url };
  return {
    env: { HTTPS_PROXY: environmentProxy.url, NODE_EXTRA_CA_CERTS: authorityFile, FARTHING_HOST_PROXIES: JSON.stringify(places) },
    async stop() {
      await Promise.all([environmentProxy.stop(), settingsProxy.stop(), server.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
