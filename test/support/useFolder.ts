import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** An empty folder for each test, which goes with it. */
export function useFolder(): (name: string) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'farthing-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => path.join(folder, name);
}
