import { type Catalogue, mergeCatalogues, readUserCatalogue, type UserCatalogue } from '../core/catalogue/index.ts';
import { readSetting } from './settings.ts';

/** The user's own rows, as the settings have them at this moment; those of no use are left out. */
export function readUserRows(): UserCatalogue {
  return readUserCatalogue(rows()).catalogue;
}

export interface WithUserRows {
  readonly catalogue: Catalogue;
  /** One sentence for each row of no use, for the log. */
  readonly problems: readonly string[];
}

/** The catalogue with the user's own rows over it. */
export function withUserRows(base: Catalogue): WithUserRows {
  const { catalogue, problems } = readUserCatalogue(rows(), base);
  return { catalogue: mergeCatalogues(base, catalogue), problems: problems.map((problem) => `farthing.catalogue.${problem}`) };
}

const rows = () => ({ endpoints: readSetting('catalogue.endpoints'), models: readSetting('catalogue.models') });
