/** How a file writes values: what is a variable in code is a password in a file of settings. */
export type FileKind = 'dotenv' | 'settings' | 'other';

/** By the name of what a segment is drawn from. */
export function fileKindOf(name: string | undefined): FileKind {
  if (name === undefined) return 'other';
  if (/(?:^|[/\\])\.env[^/\\]*$|\.env$/i.test(name)) return 'dotenv';
  return /\.(?:ya?ml|toml|ini|cfg|conf|properties)$/i.test(name) ? 'settings' : 'other';
}
