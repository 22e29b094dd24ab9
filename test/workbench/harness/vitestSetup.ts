import type { TestProject } from 'vitest/node';
import { packageVsix } from '../../../scripts/package.ts';
import { startEngine } from '../../engine/startEngine.ts';
import { startBrowser } from './browser.ts';
import { type ServerPlaces, startTestServer } from './codeServer.ts';
import { packSmallExtension } from './packSmallExtension.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly server: ServerPlaces;
    readonly browserEndpoint: string;
    /** The packaged extension, for a test that starts a server of its own. */
    readonly vsix: string;
    readonly engineUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // FARTHING_VSIX: the test run has packaged it already.
  const vsix = process.env.FARTHING_VSIX ?? (await packageVsix());
  const engine = await startEngine();
  const browser = await startBrowser();
  const beside = [await packSmallExtension('test/workbench/chatUnlock')];
  const server = await startTestServer({ vsix, beside, settings: { 'farthing.localServer.url': engine.url } });
  project.provide('server', server.places);
  project.provide('browserEndpoint', browser.wsEndpoint());
  project.provide('vsix', vsix);
  project.provide('engineUrl', engine.url);
  return async () => {
    await Promise.all([browser.close(), server.stop(), engine.stop()]);
  };
}
