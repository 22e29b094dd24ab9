import { make, setAttribute, setText } from './dom.ts';

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** Beside the name. */
  readonly note?: string;
}

/** A row of choices of which one holds: radio buttons that look like one control. */
export function choicesPart<Id extends string>(
  group: string,
  label: string,
  ids: readonly Id[],
  onChoose: (id: Id) => void,
): { readonly element: HTMLElement; update(choices: readonly Choice<Id>[], chosen: Id): void } {
  const parts = ids.map((id) => {
    const radio = make('input', { type: 'radio', name: group, value: id, class: 'heard-only' });
    radio.addEventListener('change', () => onChoose(id));
    const name = make('span');
    const note = make('span', { class: 'number quiet', 'data-testid': `${group}-${id}` });
    return { id, radio, name, note, element: make('label', { class: 'choice' }, radio, name, note) };
  });
  const element = make('div', { class: 'choices', role: 'radiogroup', 'aria-label': label }, ...parts.map((part) => part.element));
  return {
    element,
    update: (choices, chosen) => {
      for (const { id, radio, name, note } of parts) {
        const choice = choices.find((each) => each.id === id);
        setText(name, choice?.name ?? '');
        setText(note, choice?.note ?? '');
        // Without it the name would be the whole label.
        setAttribute(radio, 'aria-label', choice?.name);
        setAttribute(radio, 'aria-description', choice?.note);
        radio.checked = id === chosen;
      }
    },
  };
}
