import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SecurityCase } from '../securityCase.ts';

const source = path.join(import.meta.dirname, '../../../src');
/** A program for a model to go on with, which nobody runs. */
const examples = path.join('core', 'hole', 'instructions.ts');

/** Whatever opens a port to others, in whichever of our files. */
const ways: Readonly<Record<string, RegExp>> = {
  'makes a server': /\bcreateServer\s*\(/,
  'makes a server with a certificate': /\bcreateSecureServer\s*\(/,
  'makes a server by its class': /\bnew\s+(?:\w+\.)?(?:Http2?|Https|Net|Tls|TLS|WebSocket)?Server\s*\(/,
  'takes datagrams': /\bcreateSocket\s*\(|from 'node:dgram'/,
  'listens, whatever it is': /\.listen\s*\(/,
  'lets a debugger in': /\binspector\.open\s*\(|\bopen\s*\([^)]*\binspect/,
};

function isIn(way: RegExp): boolean {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && file !== examples);
  if (files.length === 0) throw new Error(`there is no source in ${source}`);
  return files.some((file) => way.test(readFileSync(path.join(source, file), 'utf8')));
}

/** There is no gateway yet; with it come the rules of who may ask it. Until then nobody can. */
export const listeningCases: readonly SecurityCase[] = Object.entries(ways).map(([says, way]) => ({
  point: 16,
  says,
  attack: { kind: 'check', isThrough: () => isIn(way) },
}));
