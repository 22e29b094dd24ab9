import type { AskedPath } from '../paths/index.ts';
import { relativeTo } from '../paths/relativeTo.ts';
import type { ToolPorts } from './toolPorts.ts';

/**
 * What rules for paths are to be asked about: the path as it is written and where its links lead, relative to each workspace folder that it is in; absolute where
 * it is in none. What is kept on this machine is kept there by whatever name it is read.
 */
export function pathsOf({ files }: Pick<ToolPorts, 'files'>, { absolute, real }: Pick<AskedPath, 'absolute' | 'real'>): readonly string[] {
  const place = files.place('read');
  const paths = [absolute, real].flatMap((path) => {
    const relative = relativeTo(path, place);
    return relative.length > 0 ? relative : [path];
  });
  return [...new Set(paths)].filter((path) => path !== '.');
}
