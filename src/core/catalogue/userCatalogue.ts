import type { Endpoint } from './candidate.ts';
import type { CatalogueModel } from './catalogue.ts';

/** An endpoint of the user's: a whole one, or what is different of a known one. */
export type UserEndpoint = Pick<Endpoint, 'id' | 'baseUrl'> & Partial<Endpoint>;

/** A model of the user's: a whole one, or what is different of a known one, such as its tier alone. */
export type UserModel = Pick<CatalogueModel, 'id' | 'endpoint'> & Partial<CatalogueModel>;

/** The user's rows as they were written; what they leave open is filled in when they are laid over the built-in ones. */
export interface UserCatalogue {
  readonly endpoints: readonly UserEndpoint[];
  readonly models: readonly UserModel[];
}
