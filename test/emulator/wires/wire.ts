import type { Refusal } from '../errors.ts';
import type { Generated, GeneratedPart } from '../generate.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Served } from '../prepare.ts';

/** A wire format, made for one request. Each string is one framed event. `usage` undefined: the fault withholds it. */
export interface Wire {
  readonly contentType: string;
  usage(served: Served): JsonObject;
  start(usage: JsonObject | undefined): readonly string[];
  partStart(part: GeneratedPart, index: number): readonly string[];
  piece(part: GeneratedPart, index: number, text: string): readonly string[];
  partEnd(part: GeneratedPart, index: number): readonly string[];
  finish(generated: Generated, usage: JsonObject | undefined): readonly string[];
  /** The event that carries usage, alone: what comes before an error that was billed. */
  usageAlone(usage: JsonObject): readonly string[];
  error(refusal: Refusal): readonly string[];
  whole(generated: Generated, usage: JsonObject | undefined): JsonObject;
}

export const sse = (data: Json): string => `data: ${JSON.stringify(data)}\n\n`;

/** With the event's name in front, where the data says its own type. */
export const namedSse = (data: JsonObject): string => `event: ${String(data.type)}\n${sse(data)}`;
