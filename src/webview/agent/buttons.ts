import { make } from '../dom.ts';

export interface ButtonLook {
  /** `secondary`, `link`, or what looks like the one that is meant to be pressed. */
  readonly look?: 'secondary' | 'link';
  readonly label?: string;
  readonly testId?: string;
}

export function buttonTo(text: string, press: () => void, { look, label, testId }: ButtonLook = {}): HTMLButtonElement {
  const button = make('button', { type: 'button', class: look, 'aria-label': label, 'data-testid': testId }, text);
  button.addEventListener('click', press);
  return button;
}
