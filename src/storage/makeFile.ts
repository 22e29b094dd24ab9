import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';

/** Makes the file, empty, and its folder, readable for the user alone, where they are missing. What is there keeps its rights. */
export function makeFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // Never opened when it exists: closing it would take away the locks that other connections of this process hold on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  }
}

/** The same for the same file under any name; missing where there is none. */
export function fileIdentity(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
