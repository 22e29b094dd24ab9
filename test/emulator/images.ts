/**
 * The stated rule for images: width x height / 750, rounded up, where the size can be read from a PNG sent as base64; else 1024 x 1024 is
 * assumed (1,399 tokens). No tokenizer factor applies.
 */
export function imageTokens(base64OrUrl: string): number {
  const { width, height } = sizeOf(base64OrUrl);
  return Math.ceil((width * height) / 750);
}

function sizeOf(base64OrUrl: string): { readonly width: number; readonly height: number } {
  const base64 = base64OrUrl.startsWith('data:') ? base64OrUrl.slice(base64OrUrl.indexOf(',') + 1) : base64OrUrl;
  const head = Buffer.from(base64.slice(0, 64), 'base64');
  const isPng = head.length >= 24 && head.toString('latin1', 1, 4) === 'PNG';
  return isPng ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) } : { width: 1024, height: 1024 };
}
