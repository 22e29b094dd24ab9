/**
 * Escape sequences as ECMA-48 and xterm have them: CSI (colours, cursor), OSC and its like up to BEL or ST (titles, links, shell integration),
 * and the two-character ones.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])/g;

/** What a terminal shows of an output: without colours and moves, and of a line that was drawn over (progress) what was drawn last. */
export function terminalText(output: string): string {
  const plain = output.includes('\u001B') ? output.replace(escapes, '') : output;
  if (!plain.includes('\r')) return plain;
  return plain
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, ''))
    .join('\n');
}
