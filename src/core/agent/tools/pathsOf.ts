import type { AskedPath } from '../paths/index.ts';
import { addressOf } from '../paths/otherFolder.ts';
import { relativeTo } from '../paths/relativeTo.ts';
import type { ToolPorts } from './toolPorts.ts';

type Files = Pick<ToolPorts, 'files'>;
type Path = Pick<AskedPath, 'absolute' | 'real'>;

/**
 * What rules for paths are to be asked about: the path as it is written and where its links lead, relative to each workspace folder that it is in; absolute where
 * it is in none. What is kept on this machine is kept there by whatever name it is read. What lies in another folder than the task's has its address, too.
 */
export function pathsOf(ports: Files, asked: Path): readonly string[] {
  const place = ports.files.place('read');
  const paths = [asked.absolute, asked.real].flatMap((path) => {
    const relative = relativeTo(path, place);
    return relative.length > 0 ? relative : [path];
  });
  return [...new Set([...paths, ...otherFoldersPaths(ports, asked)])].filter((path) => path !== '.');
}

/** What of it lies in another folder of the workspace than the one that is changed in, which is the task's: of several folders around it, the innermost counts. */
export function otherFoldersPaths({ files }: Files, { absolute, real }: Path): readonly string[] {
  const isElsewhere = (path: string): boolean => relativeTo(path, files.place('read'))[0] !== relativeTo(path, files.place('write'))[0];
  return [...new Set([absolute, real])].filter(isElsewhere).map(addressOf);
}
