let waiting: HTMLElement | undefined;

window.addEventListener('focus', () => {
  // Who comes by a click finds what they press where it was when they pressed it.
  if (waiting?.isConnected) waiting.focus({ preventScroll: true });
  waiting = undefined;
});

/**
 * The keyboard goes there at once where the user is in the page already, else when they come: it is not taken away from the editor, nor from
 * what they are writing.
 */
export function focusWhenLookedAt(element: HTMLElement): void {
  if (!document.hasFocus()) {
    waiting = element;
    return;
  }
  // It may not be in the page yet.
  requestAnimationFrame(() => {
    if (!isWriting()) element.focus();
  });
}

/** A field that holds nothing is only where the last message was written. */
function isWriting(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLTextAreaElement && activeElement.value !== '';
}
