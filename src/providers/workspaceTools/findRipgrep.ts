import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * The ripgrep that comes with the editor (`vscode.env.appRoot`): packed or not, for this machine or for all, as VS Code and code-server lay it down.
 * None is looked for elsewhere: what is first in the path may be anybody's.
 */
export async function findRipgrep(appRoot: string): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const system = `${process.platform}-${process.arch}`;
  const places = ['node_modules.asar.unpacked', 'node_modules'].flatMap((modules) => [
    path.join(appRoot, modules, '@vscode', 'ripgrep', 'bin', name),
    path.join(appRoot, modules, '@vscode', 'ripgrep-universal', 'bin', system, name),
  ]);
  for (const place of places) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}
