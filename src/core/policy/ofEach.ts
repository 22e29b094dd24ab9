/**
 * Remembers what was said of each one of a list, for as long as the next list holds the very same ones in the same order: then nothing is asked
 * again. The list itself may be another one, and may have changed since: what is compared is a copy.
 */
export function ofEach<Item extends object, Answer>(answerFor: (item: Item) => Answer): (items: readonly Item[]) => readonly Answer[] {
  let last: { readonly items: readonly Item[]; readonly answers: readonly Answer[] } | undefined;
  return (items) => {
    if (last && areTheSame(last.items, items)) return last.answers;
    last = { items: [...items], answers: items.map((item) => answerFor(item)) };
    return last.answers;
  };
}

function areTheSame(some: readonly object[], others: readonly object[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
}
