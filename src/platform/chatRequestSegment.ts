import { stripInvisible } from '../core/policy/index.ts';
import type { Segment } from '../core/task/index.ts';

/** A piece of a prompt: read by models, in English, and never shown to the user. What is invisible is stripped, wherever it comes from. */
export function promptSegment(role: 'system' | 'user', stability: Segment['stability'], text: string, name?: string): Segment {
  return { role, stability, text: stripInvisible(text), ...(name !== undefined && { name }) };
}
