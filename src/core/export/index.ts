export { checkFocus, FocusCheck } from './checkFocus.ts';
export { type ExportedDays, type ExportFormat, type ExportPorts, exportFormats, exportLedger } from './exportLedger.ts';
export type { FocusFinding } from './focusFinding.ts';
export { type PriceOf, pricesOf } from './pricesOf.ts';
