import { describe, expect, it } from 'vitest';
import { newNonce, pageHtml } from '../../src/platform/pageHtml.ts';

const html = (changes: Partial<Parameters<typeof pageHtml>[0]> = {}): string =>
  pageHtml({
    cspSource: 'https://editor.test',
    nonce: 'once',
    language: 'de',
    script: 'https://editor.test/dist/spendPage.js',
    styles: ['https://editor.test/media/page.css', 'https://editor.test/media/spend.css'],
    ...changes,
  });

describe('The HTML of a page', () => {
  it('allows its one script and its styles, and nothing else', () => {
    expect(/Content-Security-Policy" content="([^"]*)"/.exec(html())?.[1]).toBe(
      "default-src 'none'; style-src https://editor.test; script-src 'nonce-once'",
    );
  });

  it('has no style, script or handler written into it', () => {
    const tags = [...html().matchAll(/<(script|link|style)[^>]*>/g)].map(([tag]) => tag);
    expect(tags).toEqual([
      '<link rel="stylesheet" href="https://editor.test/media/page.css">',
      '<link rel="stylesheet" href="https://editor.test/media/spend.css">',
      '<script nonce="once" src="https://editor.test/dist/spendPage.js">',
    ]);
    expect(html()).not.toMatch(/\son\w+=|\sstyle=/);
  });

  it('cannot be broken out of by an address or a language', () => {
    const broken = html({ language: '"><script>', script: 'https://editor.test/"onload="x&<' });
    expect(broken).toContain('<html lang="&quot;>&lt;script>">');
    expect(broken).toContain('src="https://editor.test/&quot;onload=&quot;x&amp;&lt;"');
  });

  it('has a nonce of 128 bits, another one each time', () => {
    const nonces = Array.from({ length: 100 }, newNonce);
    expect([new Set(nonces).size, nonces.filter((nonce) => !/^[\w-]{22}$/.test(nonce))]).toEqual([100, []]);
  });
});
