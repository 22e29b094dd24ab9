import type { SeenRequest } from '../../support/scriptedServer.ts';

/** What OTLP's JSON is made of (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), as far as tests look at it. */
interface OtlpAttribute {
  readonly key: string;
  /** `{stringValue}`, `{intValue}`, `{doubleValue}`, `{boolValue}` or `{arrayValue}`. */
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpPoint {
  readonly attributes: readonly OtlpAttribute[];
  readonly sum?: number;
  readonly count?: number;
  readonly asDouble?: number;
  readonly explicitBounds?: readonly number[];
}

export interface OtlpItem {
  readonly name: string;
  readonly attributes?: readonly OtlpAttribute[];
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly parentSpanId?: string;
  readonly status?: { readonly code?: number };
  readonly unit?: string;
  readonly histogram?: { readonly dataPoints: readonly OtlpPoint[] };
  readonly sum?: { readonly dataPoints: readonly OtlpPoint[] };
}

interface OtlpScope {
  readonly spans?: readonly OtlpItem[];
  readonly metrics?: readonly OtlpItem[];
}

interface OtlpMessage {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly OtlpScope[] }[];
  readonly resourceMetrics?: readonly { readonly scopeMetrics: readonly OtlpScope[] }[];
}

/** The spans, or the metrics, that a receiver got. */
export function received(requests: readonly SeenRequest[], signal: 'traces' | 'metrics'): readonly OtlpItem[] {
  const messages = requests.filter(({ path }) => path === `/v1/${signal}`).map(({ body }) => body as OtlpMessage);
  return signal === 'traces'
    ? messages.flatMap(({ resourceSpans = [] }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans = [] }) => spans)))
    : messages.flatMap(({ resourceMetrics = [] }) =>
        resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics = [] }) => metrics)),
      );
}

export function attributesOf(attributes: readonly OtlpAttribute[] = []): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, attributeValue(value)]));
}

function attributeValue(value: OtlpAttribute['value']): unknown {
  if ('arrayValue' in value) return (value.arrayValue as { readonly values: readonly OtlpAttribute['value'][] }).values.map(attributeValue);
  return Object.values(value)[0];
}
