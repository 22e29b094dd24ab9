import { ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { LedgerEntry, OutcomeEvent } from '../../core/ledger/index.ts';
import { inputTokens } from '../../core/task/index.ts';
import { type Asked, errorAttributes, metricAttributes, operationOf, spanAttributes, toldModel, usdOf } from './attributes.ts';
import { durationBuckets, firstTokenBuckets, tokenBuckets } from './buckets.ts';
import { type OtlpReceiver, otlpSender } from './otlpSender.ts';
import { RecentTasks } from './recentTasks.ts';

export interface TelemetryPorts extends OtlpReceiver {
  readonly version: string;
  /** Unique for each window, so that their sums are not taken for one. */
  readonly instanceId: string;
}

/** Tells a receiver of the user's what requests cost: metrics each minute, spans as they end. */
export interface Telemetry {
  record(entry: LedgerEntry, candidate?: Asked): void;
  recordOutcome(event: OutcomeEvent): void;
  /** Sends what there is. Resolves when it was sent, or could not be. */
  flush(): Promise<void>;
  /** Sends what there is, and no more. It takes two seconds at the most, because a window is closing. */
  dispose(): Promise<void>;
}

const metricsEveryMs = 60_000;
const spansEveryMs = 5000;
const mostDisposeMs = 2000;

export function createTelemetry({ version, instanceId, ...receiver }: TelemetryPorts): Telemetry {
  const send = otlpSender(receiver);
  const resource = resourceFromAttributes({
    'service.name': 'farthing',
    'service.version': version,
    'service.instance.id': instanceId,
  });
  /** What could not be sent was told, and is nobody's error: the SDK would tell it to whoever else in this process has a logger of its. */
  const isOver = { code: ExportResultCode.SUCCESS } as const;
  const exporting = { shutdown: async () => undefined, forceFlush: async () => undefined };

  const tracers = new TracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor({
        scheduledDelayMillis: spansEveryMs,
        exporter: {
          ...exporting,
          export: (spans, done) => void send('traces', JsonTraceSerializer.serializeRequest(spans)).then(() => done(isOver)),
        },
      }),
    ],
  });
  const tracer = tracers.getTracer('farthing', version);

  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exportIntervalMillis: metricsEveryMs,
        exporter: {
          ...exporting,
          export: (metrics, done) => void send('metrics', JsonMetricsSerializer.serializeRequest(metrics)).then(() => done(isOver)),
        },
      }),
    ],
  });
  const meter = meters.getMeter('farthing', version);
  const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });
  const tokens = histogram('gen_ai.client.token.usage', '{token}', 'Number of input and output tokens used.', tokenBuckets);
  const duration = histogram('gen_ai.client.operation.duration', 's', 'GenAI operation duration.', durationBuckets);
  const firstToken = histogram(
    'gen_ai.server.time_to_first_token',
    's',
    'Time to generate first token, as the client sees it.',
    firstTokenBuckets,
  );
  const cost = meter.createCounter('farthing.cost', {
    unit: '{USD}',
    description: 'What was paid. Requests without a known price are not in it.',
  });
  const unpriced = meter.createCounter('farthing.unpriced_requests', { unit: '{request}', description: 'Requests without a known price.' });
  const energy = meter.createCounter('farthing.energy', { unit: 'W.h', description: 'Estimated energy of local models.' });
  const outcomes = meter.createCounter('farthing.outcomes', { unit: '{outcome}', description: 'What became of answers.' });
  const tasks = new RecentTasks();

  function record(entry: LedgerEntry, candidate?: Asked): void {
    const { usage, durationMs, firstTokenMs, costNanoUsd, energyWh, startedAtMs } = entry;
    const attributes = metricAttributes(entry, candidate);
    tasks.remember(entry.taskId, attributes);
    if (inputTokens(usage) > 0) tokens.record(inputTokens(usage), { ...attributes, 'gen_ai.token.type': 'input' });
    if (usage.output > 0) tokens.record(usage.output, { ...attributes, 'gen_ai.token.type': 'output' });
    duration.record(durationMs / 1000, { ...attributes, ...errorAttributes(entry) });
    if (firstTokenMs !== undefined) firstToken.record(firstTokenMs / 1000, attributes);
    if (costNanoUsd === undefined) unpriced.add(1, attributes);
    else cost.add(usdOf(costNanoUsd), attributes);
    if (energyWh !== undefined) energy.add(energyWh, attributes);
    // Another extension of this process may have a context of its own: it is not our parent.
    const span = tracer.startSpan(
      `${operationOf(entry, candidate)} ${toldModel(entry)}`,
      { kind: SpanKind.CLIENT, startTime: startedAtMs, attributes: spanAttributes(entry, candidate) },
      ROOT_CONTEXT,
    );
    if (entry.finish === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(startedAtMs + durationMs);
  }

  function recordOutcome({ taskId, type, isInferred }: OutcomeEvent): void {
    outcomes.add(1, { ...tasks.attributesOf(taskId), 'farthing.outcome': type, 'farthing.is_inferred': isInferred });
  }

  async function flush(): Promise<void> {
    await Promise.all([tracers.forceFlush(), meters.forceFlush()]);
  }

  return {
    record,
    recordOutcome,
    flush,
    async dispose() {
      const ended = Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, mostDisposeMs);
      });
      await Promise.race([ended, tooLong]).finally(() => clearTimeout(timer));
    },
  };
}
