/** What arrives and leaves as JSON. Requests come from the program under test, so each field is read with a check and a fallback. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

export const textOf = (value: Json | undefined, fallback = ''): string => (typeof value === 'string' ? value : fallback);

export const textOrNone = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export const numberOrNone = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** A string or a list of strings, as `stop` and `input` come. */
export const textsOf = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : listOf(value).filter((entry) => typeof entry === 'string');
