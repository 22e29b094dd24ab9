import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Everything the scripts install or write, apart from node_modules, dist and out. Deleting it costs a minute, nothing else. */
export const rigFolder = path.join(root, '.rig');
