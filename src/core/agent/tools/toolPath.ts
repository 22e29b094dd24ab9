import { type AskedPath, judgePath, type PathUse, type PathVerdict } from '../paths/index.ts';
import { isKept } from './isKept.ts';
import type { ToolPorts } from './toolPorts.ts';

/** A path of the model's: where it leads, and what may be done there. */
export interface ToolPath {
  readonly asked: AskedPath;
  readonly verdict: PathVerdict;
}

/** Besides what the path itself says: what the user keeps from models is refused, and what git ignores is the user's to show. */
export async function locate(ports: ToolPorts, path: string, use: PathUse, signal: AbortSignal): Promise<ToolPath> {
  const { files } = ports;
  const asked = await files.resolve(path);
  const verdict = judgePath(asked, use, files.place(use));
  if (verdict.verdict === 'refuse') return { asked, verdict };
  if (isKept(ports, asked)) {
    return { asked, verdict: { verdict: 'refuse', rule: 'excluded', reason: `${verdict.path} is kept from models by the user` } };
  }
  if (verdict.verdict === 'ordinary' && verdict.path !== '.' && (await files.isIgnored(asked, signal))) {
    const reason = `${verdict.path} is ignored by git, and may hold what is not to leave this machine`;
    return { asked, verdict: { verdict: 'ask', path: verdict.path, rule: 'ignored-file', reason } };
  }
  return { asked, verdict };
}

/** Where links lead may change between the question and what is done. */
export async function stillLeadsThere({ files }: ToolPorts, { absolute, real, text }: AskedPath): Promise<boolean> {
  const now = await files.resolve(text);
  return now.absolute === absolute && now.real === real;
}
