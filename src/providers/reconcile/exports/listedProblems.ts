import type { ImportProblem } from '../../../core/reconcile/index.ts';

/** A page of them; nobody reads ten thousand. */
const mostListed = 100;

/** The problems of lines, the first of them only where there are many, and then those of the file as a whole. */
export function listedProblems(ofLines: readonly ImportProblem[], ofFile: readonly ImportProblem[]): readonly ImportProblem[] {
  const more = ofLines.length - mostListed;
  return [
    ...ofLines.slice(0, mostListed),
    ...(more > 0 ? [{ text: more === 1 ? '1 more line could not be read' : `${more} more lines could not be read` }] : []),
    ...ofFile,
  ];
}
