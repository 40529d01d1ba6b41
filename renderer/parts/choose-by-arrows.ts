import type { KeyboardEvent } from 'react';

/** For a group of `role="radio"`: as with the browser's own, it is one stop for Tab, and the arrow keys choose. */
export function chooseByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
  const at = radios.findIndex((radio) => radio.getAttribute('aria-checked') === 'true');
  const next = radios[(at + step + radios.length) % radios.length];
  next?.focus();
  next?.click();
}
