import type { ImportedRow } from '../../../core/reconcile/index.ts';
import { tierOf } from './fields.ts';

/**
 * What OpenAI's bill calls a line: `gpt-5.5-2026-04-23, cached input`, `priority | gpt-5.6-sol, output, long context`, `gpt-audio-mini-2025-12-15 audio,
 * input`, or something that is no model, such as `web search tool calls`.
 */
export function modelOfLineItem(item: string): Pick<ImportedRow, 'model' | 'serviceTier'> {
  const [, tier = '', line = ''] = /^(?:([a-z ]+)\s*\|)?\s*(.*)$/is.exec(item) ?? [];
  const [head = '', ...meters] = line.split(',');
  const model = meters.length === 0 ? line.trim() : (head.trim().split(/\s+/)[0] ?? '');
  return { model, ...tierOf(tier.trim()) };
}
