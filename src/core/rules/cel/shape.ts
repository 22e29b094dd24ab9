/** How large a value of a condition can be: how many elements it has at the most, and how large those are. */
export interface Shape {
  readonly length: number;
  /** Missing where there is nothing in it. */
  readonly element?: Shape;
}

/** So many files a prompt is taken to be drawn from, in bounding what a condition can take. An assumption. */
const assumedFiles = 100;

/** A text, a number, true or false. */
export const single: Shape = { length: 0 };

export const fileNames: Shape = { length: assumedFiles, element: single };

/** Nobody knows how large. */
export const anything: Shape = { length: Number.POSITIVE_INFINITY };

export function elementOf(shape: Shape): Shape {
  return shape.length === Number.POSITIVE_INFINITY ? anything : (shape.element ?? single);
}

/** As large as the larger one of the two, in each respect. */
export function joined(one: Shape, other: Shape): Shape {
  const length = Math.max(one.length, other.length);
  if (!one.element && !other.element) return { length };
  return { length, element: joined(elementOf(one), elementOf(other)) };
}

export function joinedAll(shapes: readonly Shape[]): Shape {
  return shapes.reduce(joined, single);
}

/** How many steps it takes to look at all of it. */
export function weightOf({ length, element }: Shape): number {
  return length === 0 ? 0 : length * (1 + (element ? weightOf(element) : 0));
}
