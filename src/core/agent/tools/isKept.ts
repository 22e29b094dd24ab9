import type { AskedPath } from '../paths/index.ts';
import { foldersOf } from '../paths/relativeTo.ts';
import type { ToolPorts } from './toolPorts.ts';

/** Is it kept from models, by any of its names: as it is written, or where its links lead? Each folder of the workspace that it is in has a say. */
export function isKept({ files, isExcluded }: Pick<ToolPorts, 'files' | 'isExcluded'>, { absolute, real }: AskedPath): boolean {
  const place = files.place('read');
  return [...new Set([absolute, real])]
    .filter((path) => path !== '')
    .some((path) => {
      const folders = foldersOf(path, place);
      return folders.length === 0 ? isExcluded(path, undefined) : folders.some((each) => isExcluded(each.path, each.root));
    });
}
