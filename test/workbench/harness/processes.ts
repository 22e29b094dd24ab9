import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process of this machine that holds an open connection to a local port, among those whose command line has that word. Linux only. */
export function processConnectedTo(port: number, commandLine: RegExp): number | undefined {
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => socketsTo(table, port)));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => commandLine.test(commandLineOf(pid)) && descriptorsOf(pid).some((inode) => inodes.has(inode)));
}

/** A row of /proc/net/tcp: number, local address, remote address, state (01: established), queues, timers, ..., user, timeout, inode. */
function socketsTo(table: string, port: number): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(`/proc/net/${table}`, 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , remote = '', state]) => remote.endsWith(`:${hex}`) && state === '01')
    .flatMap((row) => row[9] ?? []);
}

function commandLineOf(pid: number): string {
  return ifStillThere(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? '';
}

function descriptorsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return (ifStillThere(() => readdirSync(folder)) ?? []).flatMap(
    (name) => ifStillThere(() => /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1]) ?? [],
  );
}

/** Processes come and go while they are looked at. */
function ifStillThere<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
