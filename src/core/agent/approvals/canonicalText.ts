import type { ApprovalContent } from '../approval.ts';

/**
 * What is hashed for an approval: all that would be done, as JSON with sorted keys, so that the same content has the same text wherever its parts were
 * put together, and any other has another. What an external tool is given stays as it was written.
 */
export function canonicalText(content: ApprovalContent): string {
  return JSON.stringify(sorted(content));
}

function sorted(value: unknown): unknown {
  // That a file was not there is told apart from everything else, and from a text.
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, sorted(each)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
