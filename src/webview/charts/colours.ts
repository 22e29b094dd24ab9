/** The names that the style sheet gives to what a chart is painted with. A canvas knows nothing of style sheets. */
const colourNames = [
  ...(['local', 'small', 'medium', 'frontier'] as const),
  ...(['text', 'grid', 'background', 'focus', 'spent', 'expected', 'band', 'limit'] as const),
] as const;

export type ColourName = (typeof colourNames)[number];

export type Colours = Readonly<Record<ColourName, string>>;

/** What the editor's theme makes of them now. Read off an element, because a variable may hold any expression. */
export function coloursAt(place: HTMLElement): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  const colours = Object.fromEntries(
    colourNames.map((name) => {
      probe.style.color = `var(--chart-${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return colours as Colours;
}

/** The editor changes the variables in place when the user takes another theme. */
export function onDidChangeTheme(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
