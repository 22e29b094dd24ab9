let waiting: HTMLElement | undefined;

window.addEventListener('focus', () => {
  if (waiting?.isConnected) waiting.focus();
  waiting = undefined;
});

/** The keyboard goes there at once where the user is in the page already, else when they come: it is not taken away from the editor. */
export function focusWhenLookedAt(element: HTMLElement): void {
  if (!document.hasFocus()) {
    waiting = element;
    return;
  }
  // It may not be in the page yet.
  requestAnimationFrame(() => element.focus());
}
