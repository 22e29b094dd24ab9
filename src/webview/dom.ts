/** Data gets into the page as text and as attributes, never as markup. */
type Attributes = Readonly<Record<string, string | undefined>>;

/** Makes an element. Attributes whose value is undefined are left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** Touches the page only where something changed, so that a selection and what a screen reader reads stay as they are. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The width of a bar, which the style sheet reads. Set through the object model: the page's policy forbids style attributes. */
export function setShare(element: HTMLElement, name: `--${string}`, thousandths: number): void {
  element.style.setProperty(name, `${thousandths / 10}%`);
}

export interface Part<Item> {
  /** One element, or several that follow each other. */
  readonly elements: readonly HTMLElement[];
  update(item: Item): void;
}

/**
 * Keeps the children of an element equal to a list of items. What was there before stays in place, with its focus and whatever the user
 * opened in it, as long as its item is there.
 */
export function listIn<Item>(
  parent: HTMLElement,
  idOf: (item: Item) => string,
  makePart: (item: Item) => Part<Item>,
): (items: readonly Item[]) => void {
  const parts = new Map<string, Part<Item>>();
  return (items) => {
    const ids = new Set(items.map(idOf));
    for (const [id, part] of parts) {
      if (ids.has(id)) continue;
      for (const element of part.elements) element.remove();
      parts.delete(id);
    }
    let next = parent.firstElementChild;
    for (const item of items) {
      const id = idOf(item);
      const part = parts.get(id) ?? makePart(item);
      parts.set(id, part);
      part.update(item);
      for (const element of part.elements) {
        if (element === next) next = next.nextElementSibling;
        else parent.insertBefore(element, next);
      }
    }
  };
}

/** A list of texts, one element each. */
export function textsIn(parent: HTMLElement, tag: keyof HTMLElementTagNameMap, className?: string): (texts: readonly string[]) => void {
  return listIn<string>(
    parent,
    (text) => text,
    (text) => ({ elements: [make(tag, { class: className }, text)], update: () => undefined }),
  );
}
