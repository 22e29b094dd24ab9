// Renders docs/art/icon.svg to media/icon.png, the picture in the Extensions view.
// Run it after a change of the drawing: node_modules/.bin/node scripts/renderIcon.ts

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from './rig/browser.ts';
import { root } from './rig/paths.ts';

const sizePx = 256;
const maxBytes = 40_000;
const drawing = path.join(root, 'docs/art/icon.svg');
const icon = path.join(root, 'media/icon.png');

render(await ensureBrowser());
const bytes = statSync(icon).size;
if (bytes > maxBytes) throw new Error(`media/icon.png has ${bytes} bytes; the limit is ${maxBytes}. Simplify the drawing.`);
console.log(`media/icon.png: ${sizePx} x ${sizePx}, ${bytes} bytes`);

function render(browser: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'farthing-icon-'));
  // An old picture must not pass for a new one when the browser writes none.
  rmSync(icon, { force: true });
  try {
    // Within a page the drawing stands at exactly 0, 0; opened on its own, the browser lays it out.
    const page = path.join(folder, 'icon.html');
    writeFileSync(page, `<!doctype html><style>body{margin:0}svg{display:block}</style>${readFileSync(drawing, 'utf8')}`);
    const browserArguments = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--force-device-scale-factor=1',
      '--default-background-color=00000000',
      `--window-size=${sizePx},${sizePx}`,
      `--user-data-dir=${path.join(folder, 'profile')}`,
      `--screenshot=${icon}`,
      pathToFileURL(page).href,
    ];
    execFileSync(browser, browserArguments, { stdio: 'ignore', timeout: 60_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
