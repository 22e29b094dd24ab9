/** Why a text cannot be sent as a key: it travels in a header, which is one line of visible ASCII. */
export type KeyTextRule = 'empty' | 'line-break' | 'control-character' | 'not-ascii';

/** What the user pasted, without the blanks and line ends around it. */
export function readKeyText(text: string): { readonly key: string } | { readonly refused: KeyTextRule } {
  const key = text.trim();
  if (key === '') return { refused: 'empty' };
  if (/[\r\n\u0085\u2028\u2029]/.test(key)) return { refused: 'line-break' };
  if (/\p{Cc}/u.test(key)) return { refused: 'control-character' };
  return /^[\x20-\x7e]+$/.test(key) ? { key } : { refused: 'not-ascii' };
}
