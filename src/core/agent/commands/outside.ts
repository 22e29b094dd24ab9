/** Could that, as a path, lead out of the folder? Also what follows `=` or `:` in it. */
export function mayLeadOut(text: string): boolean {
  const pieces = [text, ...text.split(/[=:,]/)];
  return pieces.some((piece) => /^[/\\~]|^[A-Za-z]:|^-[A-Za-z][/\\~]/.test(piece) || piece.split(/[/\\]/).includes('..'));
}
