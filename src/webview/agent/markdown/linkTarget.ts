export interface LinkTarget {
  /** As it is shown: the host of an address in the letters that it is really asked by. */
  readonly target: string;
  /** The editor is asked to open it, and asks the user. */
  readonly canOpen: boolean;
}

/** Where a link of a model leads. Commands of the editor, files and whatever else is not `https:` are text. */
export function linkTarget(href: string): LinkTarget {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return { target: href, canOpen: false };
  return { target: url.href, canOpen: true };
}
