/** What a command must not find: keys and passwords of whoever runs the editor, and what steers the editor's own processes. */
const secret =
  /^(?:FARTHING_|VSCODE_|ELECTRON_)|(?:^|_)(?:API_?KEY|APIKEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY)(?:_|$)/i;

export function isWithheld(name: string): boolean {
  return secret.test(name);
}

/** Nobody is there to turn pages, to type a password or to watch files. */
export const quietly = { CI: 'true', PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true' } as const;

/** The environment for a command of the agent. */
export function environmentFor(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(own).flatMap(([name, value]) => (value === undefined || isWithheld(name) ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(kept), ...quietly };
}
