import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/rig/paths.ts';
import type { ServerPlaces } from './codeServer.ts';

export interface OpenOptions {
  /** Absolute. Without one, the server's empty workspace. */
  readonly folder?: string;
  /** Absolute. */
  readonly file?: string;
}

/** VS Code's workbench as a person has it before them. Where a screenshot should go: `.rig/screenshots`. */
export class Workbench {
  readonly page: Page;
  readonly #places: ServerPlaces;

  constructor(page: Page, places: ServerPlaces) {
    this.page = page;
    this.#places = places;
  }

  /** Opens, or opens anew, and returns when the workbench stands and the file, if one was named, is in the editor. */
  async open({ folder = this.#places.workspace, file }: OpenOptions = {}): Promise<void> {
    const url = new URL(this.#places.url);
    const payload = [['skipWelcome', 'true']];
    if (file !== undefined) payload.push(['openFile', `vscode-remote://${url.host}${file}`]);
    url.searchParams.set('folder', folder);
    url.searchParams.set('payload', JSON.stringify(payload));
    await this.page.goto(url.href);
    await this.page.locator('.monaco-workbench').waitFor();
    if (file !== undefined) await this.tab(path.basename(file)).waitFor();
    if (file !== undefined) await this.editor.locator('.view-lines').waitFor();
  }

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** Opens a file of the opened folder by quick open. `name` must be enough to tell it from all others. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.#runFocusedRow(name, name);
    await this.tab(path.basename(name)).waitFor();
    await this.editor.locator('.view-lines').waitFor();
  }

  /** Puts the cursor into the editor, behind the last character. */
  async goToEnd(): Promise<void> {
    await this.editor.locator('.view-line').first().waitFor();
    // A place in the editor, not in a line: a line may be far wider than what is to be seen of it.
    await this.editor.click({ position: { x: 200, y: 60 } });
    await this.page.keyboard.press('Control+End');
  }

  /** Types as a person does, one key after another. */
  async type(text: string, delayMs = 30): Promise<void> {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  /** The document as far as the editor shows it, without ghost text. */
  async text(): Promise<string> {
    return plainSpaces(await this.editor.locator('.view-lines').first().evaluate(readLinesWithout, inlineGhost));
  }

  /** Waits for ghost text and returns it: what stands in the cursor's line, and the lines below it. */
  async ghostText(timeoutMs = 15_000): Promise<string> {
    await this.editor.locator(anyGhost).first().waitFor({ timeout: timeoutMs });
    // Monaco paints the part inside a line as one piece per word.
    const inline = (await this.editor.locator(inlineGhost).allTextContents()).join('');
    const below = await this.editor.locator(ghostLine).allTextContents();
    return plainSpaces([inline, ...below].join('\n'));
  }

  async hasGhostText(): Promise<boolean> {
    return (await this.editor.locator(anyGhost).count()) > 0;
  }

  /** Tab, and waits until no ghost text is left. */
  async accept(): Promise<void> {
    await this.page.keyboard.press('Tab');
    await this.editor.locator(anyGhost).first().waitFor({ state: 'hidden' });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'hidden' });
  }

  /** `id` as given to createStatusBarItem, or a text that it shows. */
  statusBarItem(idOrText: string): Locator {
    const byId = this.page.locator(`.statusbar-item[id="${idOrText}"], .statusbar-item[id="farthing.farthing.${idOrText}"]`);
    return byId.or(this.page.locator('.statusbar-item', { hasText: idOrText })).first();
  }

  /** Runs a command by its label in the palette. Further inputs that it asks for are the caller's. */
  async runCommand(label: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#runFocusedRow(`>${label}`, label);
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(label: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  /** The notification with this text, waited for. Buttons are inside it: `(await notification('...')).getByText('Yes')`. */
  async notification(text: string | RegExp, timeoutMs = 10_000): Promise<Locator> {
    const toast = this.page.locator('.notification-toast', { hasText: text }).first();
    await toast.waitFor({ timeout: timeoutMs });
    return toast;
  }

  /** The texts of the notifications that stand there now. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** The document of the webview that was opened last: a webview is two frames deep. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  async screenshot(name: string): Promise<string> {
    const folder = path.join(root, '.rig/screenshots');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Enter runs the row that has the focus, and on a busy machine the list fills late: wait until that row is the wanted one. */
  async #runFocusedRow(query: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await input.fill(query);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).first().waitFor({ state: 'hidden' });
  }

  /** The rest of the cursor's line, which is painted in pieces of one colour each, and the lines below it. */
}

const inlineGhost = '.ghost-text-decoration, .ghost-text-decoration-preview';
const ghostLine = '.suggest-preview-text .view-line';
const anyGhost = `${inlineGhost}, ${ghostLine}`;

/** What is used of the page's DOM, whose types would otherwise be there for the whole project. */
interface PageElement {
  readonly textContent: string | null;
  readonly style: { readonly top: string };
  cloneNode(isDeep: boolean): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  remove(): void;
}

/** Runs in the page. The lines stand in the document in any order; their places on the screen tell the right one. */
function readLinesWithout(lines: PageElement, hidden: string): string {
  const copies = [...lines.querySelectorAll(':scope > .view-line')].map((line) => ({
    top: Number.parseFloat(line.style.top),
    line: line.cloneNode(true),
  }));
  for (const { line } of copies) for (const ghost of line.querySelectorAll(hidden)) ghost.remove();
  return copies
    .sort((left, right) => left.top - right.top)
    .map(({ line }) => line.textContent)
    .join('\n');
}

/** Monaco paints every space as a no-break space. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
