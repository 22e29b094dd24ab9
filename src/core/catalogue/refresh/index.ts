/**
 * What public lists and the user's own say of prices and models, read again while Farthing is used: loaded only where the setting names a
 * source.
 */
export { type Decision, decide } from './decide.ts';
export { type Offer, offersOf } from './offers.ts';
export { parseSource } from './parseSource.ts';
export { addressOf, isOwnList, type PriceSource, readSources, type SourcesReading, sourceName } from './priceSource.ts';
export { asEndpoint } from './readList.ts';
export { readState } from './readState.ts';
export { refreshedCatalogue } from './refreshedCatalogue.ts';
export { emptyState, type RefreshState, type SourceState } from './refreshState.ts';
export { type RefusedRow, rowKey, type SourceReading } from './sourceRow.ts';
export { type Rise, takeUp } from './takeUp.ts';
