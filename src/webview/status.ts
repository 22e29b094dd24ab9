import { make, type Part, setText } from './dom.ts';

/** Money changes with each key that is typed; who hears the page must not hear all of that. */
const leastIntervalMs = 10_000;

/** One sentence for those who hear the page, said when it changes. */
export function statusPart(): Part<string> {
  const element = make('p', { role: 'status', class: 'heard-only', 'data-testid': 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = '';
  let saidMs = Number.NEGATIVE_INFINITY;
  const say = (): void => {
    timer = undefined;
    saidMs = performance.now();
    setText(element, latest);
  };
  return {
    elements: [element],
    update: (text) => {
      latest = text;
      if (timer === undefined) timer = setTimeout(say, Math.max(0, saidMs + leastIntervalMs - performance.now()));
    },
  };
}
