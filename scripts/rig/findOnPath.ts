import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The full path of a command, or undefined. On Windows the usual endings are tried. */
export function findOnPath(command: string, searchPath: string = process.env.PATH ?? process.env.Path ?? ''): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of searchPath.split(path.delimiter)) {
    if (folder === '') continue;
    for (const ending of endings) {
      const candidate = path.join(folder, command + ending);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
