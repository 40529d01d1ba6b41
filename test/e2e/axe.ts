import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './app.ts';

const LOOKS = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

/**
 * While a menu is open, what is behind it is hidden from readers and cannot be come to by Tab; axe knows that of dialogs alone. The page's first heading
 * and its main part are hidden with it.
 */
export const BEHIND_A_MENU = ['aria-hidden-focus', 'page-has-heading-one', 'landmark-one-main'];

/** A tip is read as the description of what it stands beside, and needs no landmark of its own. */
const isTip = (id: string, target: string): boolean => id === 'region' && target.includes('radix-popper-content');

/** Every rule in the light look; what a look changes is contrast alone, so the others are asked for that. */
export async function findsNothing(page: Page, screen: string, without: readonly string[] = []): Promise<void> {
  const found: string[] = [];
  for (const [position, look] of LOOKS.entries()) {
    await page.emulateMedia({ ...look, reducedMotion: 'reduce' });
    // The page has no frames, so nothing is lost by the way that needs no second page, and is four times as quick.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const asked = position === 0 ? axe.disableRules([...without]) : axe.withRules(['color-contrast', 'link-in-text-block']);
    const { violations } = await asked.analyze();
    for (const { id, nodes } of violations)
      for (const node of nodes.filter(({ target }) => !isTip(id, target.join(' '))))
        found.push(`${screen}, ${look.colorScheme}, contrast ${look.contrast}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'reduce' });
  expect.soft(found, found.join('\n')).toEqual([]);
}
