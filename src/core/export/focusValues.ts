import { readDecimal } from './decimal.ts';
import type { FocusColumn } from './focusColumns.ts';

/** What is wrong with a value by itself, in words; undefined where nothing is. */
export function valueProblem(value: string, { type, isNullable, values, isNeverNegative }: FocusColumn): string | undefined {
  if (value === '') return isNullable ? undefined : 'it must not be empty';
  if (placeholders.has(value.toUpperCase())) return `"${value}" stands for nothing, and nothing is an empty field`;
  if (value !== value.trim()) return `there is white space around "${value.trim()}"`;
  if (values && !values.includes(value)) return `"${value}" is none of ${values.join(', ')}`;
  switch (type) {
    case 'text':
      return undefined;
    case 'decimal': {
      const decimal = readDecimal(value);
      if (!decimal) return `"${value}" is no plain decimal number`;
      return isNeverNegative && decimal.units < 0n ? `${value} is less than 0` : undefined;
    }
    case 'datetime':
      return isDateTime(value) ? undefined : `"${value}" is no time in UTC such as 2026-11-05T21:20:00Z`;
    case 'currency':
      return currencies.has(value) ? undefined : `"${value}" is no currency of ISO 4217`;
    case 'key-values':
      return isKeyValues(value) ? undefined : 'it is no JSON object of texts, numbers and truth values';
  }
}

const placeholders: ReadonlySet<string> = new Set(['NULL', 'N/A', 'NONE', 'NOT APPLICABLE', 'UNDEFINED', 'NAN']);

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** FOCUS' format has no fractions of a second. The date must exist. */
function isDateTime(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)) return false;
  const atMs = Date.parse(value);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(value.slice(0, -1));
}

function isKeyValues(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false;
    return Object.values(parsed).every((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each));
  } catch {
    return false;
  }
}
