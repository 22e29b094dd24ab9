import { make, setAttribute } from './dom.ts';

export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly content: readonly HTMLElement[];
}

/** A list of tabs and their panels, of which one is seen. Arrow keys, Home and End move between the tabs. */
export function tabsPart(label: string, tabs: readonly Tab[]): readonly HTMLElement[] {
  const parts = tabs.map(({ id, name, content }) => ({
    tab: make('button', { id: `tab-${id}`, type: 'button', role: 'tab', 'aria-controls': `panel-${id}` }, name),
    panel: make('div', { id: `panel-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}` }, ...content),
  }));
  const select = (chosen: number): void => {
    for (const [index, { tab, panel }] of parts.entries()) {
      const isChosen = index === chosen;
      setAttribute(tab, 'aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
    }
  };
  for (const [index, { tab }] of parts.entries()) {
    tab.addEventListener('click', () => select(index));
    tab.addEventListener('keydown', (event) => {
      const to = target(event.key, index, parts.length);
      if (to === undefined) return;
      event.preventDefault();
      select(to);
      parts[to]?.tab.focus();
    });
  }
  select(0);
  return [
    make('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...parts.map(({ tab }) => tab)),
    ...parts.map(({ panel }) => panel),
  ];
}

function target(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % count;
    case 'ArrowLeft':
      return (index + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
