import type Anthropic from '@anthropic-ai/sdk';
import type { FinishReason, StreamPart } from '../../core/task/index.ts';
import { reasoningDelta, textDelta } from '../http/deltas.ts';
import { type UsageReading, untold } from '../http/tokenCounts.ts';
import { assembleToolCalls, type ToolCallsUnderWay } from '../http/toolCalls.ts';
import { opaqueOfRedacted, opaqueOfSigned } from './thinking.ts';
import { laterUsage, readUsage, type UsageOnWire } from './usage.ts';

type Event = Anthropic.RawMessageStreamEvent;

/**
 * The parts of a Messages stream. `message_start` knows the input side, so its usage is a partial one; `message_delta` has the final output.
 * The SDK does not check what it parses: an event may be something else.
 */
export async function* partsOfEvents(events: AsyncIterable<Event>): AsyncGenerator<StreamPart> {
  const calls = assembleToolCalls();
  const thoughts: ThoughtsUnderWay = new Map();
  let usage: UsageOnWire = {};
  let reading: UsageReading = untold;
  for await (const event of events) {
    switch (event?.type) {
      case 'message_start':
        usage = laterUsage(usage, event.message?.usage as UsageOnWire | undefined);
        reading = readUsage(usage, 'partial');
        yield* reading.parts;
        break;
      case 'message_delta':
        if (event.usage) {
          usage = laterUsage(usage, event.usage as UsageOnWire);
          reading = readUsage(usage);
          yield* reading.parts;
        }
        if (event.delta?.stop_reason) yield finishOf(event.delta.stop_reason, reading);
        break;
      default:
        if (event) yield* partsOfBlockEvent(event, calls, thoughts);
    }
  }
}

/** Blocks of thinking by their place, until their signature is known. */
type ThoughtsUnderWay = Map<number, { thinking: string; signature: string }>;

function* partsOfBlockEvent(event: Event, calls: ToolCallsUnderWay, thoughts: ThoughtsUnderWay): Generator<StreamPart> {
  switch (event.type) {
    case 'content_block_start': {
      const block = event.content_block;
      if (block?.type === 'tool_use') yield* calls.start(event.index, block.id, block.name);
      else if (block?.type === 'text') yield* textDelta(block.text);
      else if (block?.type === 'thinking') {
        thoughts.set(event.index, { thinking: textOf(block.thinking), signature: textOf(block.signature) });
        yield* reasoningDelta(block.thinking);
      } else if (block?.type === 'redacted_thinking' && typeof block.data === 'string')
        yield { type: 'reasoning-end', texts: [], opaque: opaqueOfRedacted(block.data) };
      return;
    }
    case 'content_block_delta': {
      const { delta, index } = event;
      if (delta?.type === 'text_delta') yield* textDelta(delta.text);
      else if (delta?.type === 'thinking_delta') {
        const thought = thoughts.get(index);
        if (thought) thought.thinking += textOf(delta.thinking);
        yield* reasoningDelta(delta.thinking);
      } else if (delta?.type === 'signature_delta') {
        const thought = thoughts.get(index);
        if (thought) thought.signature += textOf(delta.signature);
      } else if (delta?.type === 'input_json_delta') yield* calls.add(index, delta.partial_json);
      return;
    }
    case 'content_block_stop': {
      const thought = thoughts.get(event.index);
      thoughts.delete(event.index);
      // One without a signature was broken off, and would be refused.
      if (thought && thought.signature !== '')
        yield { type: 'reasoning-end', texts: [thought.thinking], opaque: opaqueOfSigned(thought.signature) };
      yield* calls.end(event.index);
      return;
    }
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function finishOf(reason: Anthropic.StopReason, { usageDoubt }: UsageReading): StreamPart {
  return { type: 'finish', reason: finishReasonOf(reason), ...(usageDoubt !== undefined && { usageDoubt }) };
}

function finishReasonOf(reason: Anthropic.StopReason): FinishReason {
  switch (reason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool-calls';
    case 'refusal':
      return 'content-filter';
    default:
      return 'stop';
  }
}
