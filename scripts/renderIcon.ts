// Renders docs/art/icon.svg to media/icon.png, the extension's icon in the marketplace and in the Extensions view.
// Run it after a change of the drawing: node_modules/.bin/node scripts/renderIcon.ts

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const sizePx = 256;
const maxBytes = 40_000;

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'docs/art/icon.svg');
const target = join(root, 'media/icon.png');

renderIcon();

function renderIcon(): void {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-icon-'));
  try {
    // An SVG opened on its own is laid out by the browser; inside a page it stands at exactly 0, 0.
    const page = join(folder, 'icon.html');
    writeFileSync(page, `<!doctype html><style>body{margin:0}svg{display:block}</style>${readFileSync(source, 'utf8')}`);
    execFileSync(
      findBrowser(),
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--force-device-scale-factor=1',
        '--default-background-color=00000000',
        `--window-size=${sizePx},${sizePx}`,
        `--user-data-dir=${join(folder, 'profile')}`,
        `--screenshot=${target}`,
        pathToFileURL(page).href,
      ],
      { stdio: 'ignore', timeout: 60_000 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const bytes = statSync(target).size;
  if (bytes > maxBytes) {
    throw new Error(`media/icon.png has ${bytes} bytes; the limit is ${maxBytes}. Simplify the drawing.`);
  }
  console.log(`media/icon.png: ${sizePx} x ${sizePx}, ${bytes} bytes`);
}

function findBrowser(): string {
  const candidates = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) {
    throw new Error('No Chromium or Chrome found. Set CHROME_PATH to one.');
  }
  return found;
}
