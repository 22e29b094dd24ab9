import { randomBytes } from 'node:crypto';

export interface PageHtmlOptions {
  /** Where the editor serves the extension's own files from. */
  readonly cspSource: string;
  /** A new one for each page, from `newNonce`. */
  readonly nonce: string;
  readonly language: string;
  readonly script: string;
  readonly styles: readonly string[];
}

/** An empty page: its script builds it from the state. It loads our script and our styles, no picture, and nothing else from anywhere. */
export function pageHtml({ cspSource, nonce, language, script, styles }: PageHtmlOptions): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `    <link rel="stylesheet" href="${escaped(style)}">`).join('\n')}
    <title>Farthing</title>
  </head>
  <body>
    <script nonce="${nonce}" src="${escaped(script)}"></script>
  </body>
</html>
`;
}

/** 128 bits that nobody can guess. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
