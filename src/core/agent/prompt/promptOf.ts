import type { Segment } from '../../task/index.ts';
import type { InstructionFile } from '../event.ts';
import type { AgentTaskState } from '../loop/state.ts';
import type { Conversation } from './conversation.ts';
import { framed } from './frame.ts';
import { systemSegment } from './systemPrompt.ts';

/** From what never changes to what was said last. Pieces that did not change are the same objects as in the prompt before. */
export function promptOf({ mode, subtaskOf, instructions }: AgentTaskState, { entries }: Conversation): readonly Segment[] {
  return [systemSegment(mode, subtaskOf !== undefined), ...instructionSegments(instructions), ...entries.map(({ segment }) => segment)];
}

const known = new WeakMap<readonly InstructionFile[], readonly Segment[]>();

function instructionSegments(files: readonly InstructionFile[]): readonly Segment[] {
  const before = known.get(files);
  if (before) return before;
  const segments = files.map(
    ({ path, text }): Segment => ({ role: 'user', stability: 'workspace', name: path, text: framed('instructions', { path }, text) }),
  );
  known.set(files, segments);
  return segments;
}
