import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { type FileContent, mostFileBytes } from '../../core/agent/tools/index.ts';

/** What a file on disk holds. `real` must have no links in it: none is followed at its end. */
export async function readText(real: string): Promise<FileContent> {
  const stat = await lstat(real).catch(() => undefined);
  if (!stat) return { type: 'missing' };
  if (stat.isDirectory()) return { type: 'folder' };
  // Devices and pipes have no text, and reading one may never end.
  if (!stat.isFile()) return { type: 'binary' };
  const file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const { size } = await file.stat();
    return size > mostFileBytes ? { type: 'too-large', bytes: size } : decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Only what can be written back byte by byte is text. */
export function decode(bytes: Uint8Array): FileContent {
  if (bytes.length > mostFileBytes) return { type: 'too-large', bytes: bytes.length };
  if (bytes.includes(0)) return { type: 'binary' };
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUnsaved: false };
  } catch {
    return { type: 'binary' };
  }
}
