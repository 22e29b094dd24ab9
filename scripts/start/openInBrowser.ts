import { packageVsix } from '../package.ts';
import { freePort } from '../rig/freePort.ts';
import { type EditorFolders, installExtension, launchCodeServer } from '../rig/launchCodeServer.ts';
import type { OpenEditor } from './editor.ts';

/** The browser keeps an extension's secrets by the page's address, so the port stays the same from one start to the next if it can. */
const usualPort = 8493;

/** Starts code-server with the packaged extension. The address to open is the caller's to show. */
export async function openInBrowser(folders: EditorFolders, workspace: string): Promise<OpenEditor & { readonly address: string }> {
  await installExtension(folders, await packageVsix());
  const server = await launchCodeServer({ folders, port: await freePort(usualPort) });
  const address = new URL(server.url);
  address.searchParams.set('folder', workspace);
  return { ended: server.ended, stop: server.stop, address: address.href };
}
