import type { Page } from 'playwright-core';

/** Injected into the page: remembers when the last key went down, and when ghost text first stood in the editor after it. */
const clock = `
  globalThis.farthingClock = { keyMs: 0, ghostMs: 0 };
  addEventListener('keydown', () => { farthingClock.keyMs = performance.now(); farthingClock.ghostMs = 0; }, true);
  new MutationObserver(() => {
    if (farthingClock.ghostMs === 0 && document.querySelector('.ghost-text-decoration, .ghost-text .view-line')) farthingClock.ghostMs = performance.now();
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
`;

export async function watchGhostText(page: Page): Promise<void> {
  await page.evaluate(clock);
}

/** Presses a key and returns how long it took until ghost text was in the page. */
export async function keyToGhostMs(page: Page, key: string): Promise<number> {
  await page.keyboard.press(key);
  const handle = await page.waitForFunction('farthingClock.ghostMs > 0 && farthingClock.ghostMs - farthingClock.keyMs', undefined, {
    timeout: 10_000,
    polling: 20,
  });
  return Number(await handle.jsonValue());
}
