// Takes README's picture: the real editor, the real local model, the sample project. Writes docs/images/.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startEngine } from '../test/engine/startEngine.ts';
import { connectToBrowser, startBrowser } from '../test/workbench/harness/browser.ts';
import { startTestServer } from '../test/workbench/harness/codeServer.ts';
import { openProfile } from '../test/workbench/harness/useWorkbench.ts';
import { packageVsix } from './package.ts';
import { root } from './rig/paths.ts';

const folder = path.join(root, 'docs/images');
const engine = await startEngine();
const server = await startTestServer({
  vsix: await packageVsix(),
  settings: {
    'farthing.localServer.url': engine.url,
    'workbench.colorTheme': 'Default Dark Modern',
    'editor.minimap.enabled': false,
    'editor.fontSize': 14,
  },
});
const browser = await startBrowser();
try {
  await mkdir(folder, { recursive: true });
  await cp(path.join(root, 'scripts/sample'), server.places.workspace, { recursive: true });
  const editor = await openProfile(await connectToBrowser(browser.wsEndpoint()), server.places);
  await editor.page.setViewportSize({ width: 1280, height: 660 });
  await editor.open({ file: path.join(server.places.workspace, 'src/shop.ts') });
  await editor.statusBarItem('farthing.meter').filter({ hasText: '$0.00' }).waitFor();
  await editor.goToEnd();
  await editor.type('basketOfAd', 60);
  await editor.ghostText();
  await editor.accept();
  await editor.page.keyboard.press('Enter');
  await editor.type('basketOfGr', 60);
  await editor.ghostText();
  // The count follows within a second.
  await editor.page.waitForTimeout(1500);
  await editor.statusBarItem('farthing.meter').hover();
  await editor.page.locator('.monaco-hover, .workbench-hover').filter({ hasText: 'Farthing' }).first().waitFor();
  await editor.page.waitForTimeout(500);
  await editor.page.screenshot({ path: path.join(folder, 'ghost-text-and-meter.png') });
} finally {
  await Promise.all([browser.close(), server.stop(), engine.stop()]);
}
process.exit(0);
