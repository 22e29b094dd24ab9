import { make, setAttribute } from './dom.ts';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly name: string;
  readonly content: readonly HTMLElement[];
}

/** A list of tabs and their panels, of which one is seen. Arrow keys, Home and End move between the tabs. */
export function tabsPart<Id extends string>(
  label: string,
  tabs: readonly Tab<Id>[],
  first: Id,
  onSelect: (id: Id) => void,
): readonly HTMLElement[] {
  const parts = tabs.map(({ id, name, content }) => ({
    id,
    tab: make('button', { id: `tab-${id}`, type: 'button', role: 'tab', 'aria-controls': `panel-${id}` }, name),
    panel: make('div', { id: `panel-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}` }, ...content),
  }));
  const paint = (chosen: Id): void => {
    for (const { id, tab, panel } of parts) {
      setAttribute(tab, 'aria-selected', String(id === chosen));
      tab.tabIndex = id === chosen ? 0 : -1;
      panel.hidden = id !== chosen;
    }
  };
  const select = (id: Id): void => {
    paint(id);
    onSelect(id);
  };
  for (const [index, { id, tab }] of parts.entries()) {
    tab.addEventListener('click', () => select(id));
    tab.addEventListener('keydown', (event) => {
      const next = parts[placeAfter(event.key, index, parts.length, 'around') ?? -1];
      if (!next) return;
      event.preventDefault();
      select(next.id);
      next.tab.focus();
    });
  }
  paint(first);
  return [
    make('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...parts.map(({ tab }) => tab)),
    ...parts.map(({ panel }) => panel),
  ];
}

/** Where a key leads in a row of things; undefined where it is no such key. */
export function placeAfter(key: string, from: number, count: number, atTheEnds: 'around' | 'stay'): number | undefined {
  const place = (to: number): number => (atTheEnds === 'around' ? (to + count) % count : Math.min(count - 1, Math.max(0, to)));
  switch (key) {
    case 'ArrowRight':
      return place(from + 1);
    case 'ArrowLeft':
      return place(from - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
