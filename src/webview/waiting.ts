import type { SpendState, View } from '../features/spend/protocol.ts';
import { make, type Part, setText } from './dom.ts';
import type { Host } from './host.ts';

/** Whoever gets an answer sooner is not told to wait. */
const patienceMs = 300;

/** A mark over the page while what was asked for is not there, which moves nothing. */
export function waitingPart(host: Host, words: string): Part<SpendState> {
  const line = make('div', { class: 'waiting', 'aria-hidden': 'true', 'data-testid': 'waiting' });
  const said = make('p', { role: 'status', class: 'heard-only' });
  line.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (isWaiting: boolean): void => {
    line.hidden = !isWaiting;
    setText(said, isWaiting ? words : '');
  };
  host.onLook(() => {
    timer ??= setTimeout(() => show(true), patienceMs);
  });
  return {
    elements: [line, said],
    update: ({ view }) => {
      if (!isSame(view, host.memory.view)) return;
      clearTimeout(timer);
      timer = undefined;
      show(false);
    },
  };
}

function isSame(one: View, other: View): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted({ tab, range, filters, open }: View): unknown {
  return [tab, range, open, Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1))];
}
