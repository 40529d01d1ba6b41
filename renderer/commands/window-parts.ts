/** The parts of the window in reading order, and where the focus goes in each: F6 steps through them, as in other programs. */
const PARTS: readonly { readonly part: string; readonly first: readonly string[] }[] = [
  { part: '.bar', first: ['button:not([disabled])'] },
  { part: '.rail', first: ['[aria-current="page"]'] },
  { part: '.palette', first: ['[role="treeitem"][tabindex="0"]', 'input', 'button'] },
  { part: '.canvas:not(.is-read-only)', first: ['.react-flow__node[tabindex="0"]', '.canvas-empty button', 'button'] },
  { part: '.text-view', first: ['textarea', '[tabindex="0"]', 'button'] },
  { part: '.problems', first: ['[tabindex="0"]', 'button'] },
  { part: '.inspector', first: ['input:not([disabled])', 'button:not([disabled])'] },
  { part: '.app-room > main:not(.room)', first: ['[tabindex="0"]', 'button:not([disabled])', 'input:not([disabled])', 'a'] },
];

const isShown = (element: HTMLElement): boolean => element.offsetParent !== null || element.getClientRects().length > 0;

/** To the next part (1) or the one before (-1) that is on the screen. */
export function stepPart(step: -1 | 1): void {
  const there = PARTS.flatMap(({ part, first }) => {
    const element = document.querySelector<HTMLElement>(part);
    const target = first.map((selector) => [...(element?.querySelectorAll<HTMLElement>(selector) ?? [])].find(isShown)).find(Boolean);
    return element === null || target === undefined ? [] : [{ element, target }];
  });
  const at = there.findIndex(({ element }) => element.contains(document.activeElement));
  const start = at === -1 ? (step === 1 ? -1 : 0) : at;
  there[(start + step + there.length) % there.length]?.target.focus();
}
