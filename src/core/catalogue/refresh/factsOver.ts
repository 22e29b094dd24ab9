import type { CatalogueModel } from '../catalogue.ts';
import type { ModelFacts } from './sourceRow.ts';

/**
 * What holds of a model when a list's facts are laid over what is known. A list never lowers how many tokens a text is taken for: what is held
 * back for a request before it leaves depends on it.
 */
export function factsOver(known: Pick<CatalogueModel, 'tokenizerRatio'> | undefined, { tokenizerRatio, ...facts }: ModelFacts): ModelFacts {
  const ratio = known?.tokenizerRatio ?? 1;
  return { ...facts, ...(tokenizerRatio !== undefined && tokenizerRatio > ratio && { tokenizerRatio }) };
}
