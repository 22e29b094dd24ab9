import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Beside it first, and then in its place: what is there is whole, and on the disk. */
export async function wholeFile(file: string, writing: (to: (text: string) => unknown) => Promise<number>): Promise<number> {
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w');
  try {
    const written = await writing((text) => writeAll(descriptor, text))
      .then((entries) => {
        fsyncSync(descriptor);
        return entries;
      })
      .finally(() => closeSync(descriptor));
    renameSync(part, file);
    return written;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

type Write = (descriptor: number, bytes: Uint8Array, offset: number, length: number) => number;

/** The system may take less than it is given, as where the disk is nearly full: the next call then says what is wrong. */
export function writeAll(descriptor: number, text: string, write: Write = writeSync): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; ) {
    const taken = write(descriptor, bytes, offset, bytes.length - offset);
    if (taken === 0) throw Object.assign(new Error('the disk takes no more'), { code: 'ENOSPC', syscall: 'write' });
    offset += taken;
  }
}
