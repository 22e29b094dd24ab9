/** Where a text stands in a document, in UTF-16 units of it. */
export interface FollowedRange {
  readonly start: number;
  readonly end: number;
}

export interface RangeChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** The same text after a change. What is typed at its edges is not of it; what is typed within it is. */
export function afterChange(
  { start, end }: FollowedRange,
  { rangeOffset: offset, rangeLength: removed, text }: RangeChange,
): FollowedRange {
  const grown = text.length - removed;
  if (offset + removed <= start && !(removed === 0 && offset === start && start === end)) return { start: start + grown, end: end + grown };
  if (offset >= end) return { start, end };
  const newStart = Math.min(start, offset);
  return { start: newStart, end: Math.max(newStart, Math.max(end, offset + removed) + grown) };
}

export function touches({ start, end }: FollowedRange, { rangeOffset, rangeLength }: RangeChange): boolean {
  return rangeOffset < end && rangeOffset + rangeLength > start;
}

/** The last one first, as the editor has them: so each offset is right before and after the others. */
export function fromTheEnd<Change extends RangeChange>(changes: readonly Change[]): readonly Change[] {
  return changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
}
