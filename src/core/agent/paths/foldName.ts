/**
 * A name or path as the laxest file system compares it: letter case, composed and full-width characters, dotless and long letters make no
 * difference. Protected names are compared like this everywhere: a disk that is case-sensitive may be mounted, or cloned to, where it is not.
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
