import { useSyncExternalStore } from 'react';

/** The theme's tokens as a canvas needs them: resolved colours, read again when the theme changes. */
export interface ChartColours {
  readonly t1: string;
  readonly t2: string;
  readonly t3: string;
  readonly blocked: string;
  readonly failed: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly panel: string;
  readonly budget: string;
  readonly budgetWash: string;
}

const TOKENS: Record<keyof ChartColours, string> = {
  t1: '--t1',
  t2: '--t2',
  t3: '--t3',
  blocked: '--blocked',
  failed: '--failed',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  line: '--line',
  panel: '--panel',
  budget: '--budget',
  budgetWash: '--budget-wash',
};

let snapshot: ChartColours | null = null;

/** As they are at this moment, for what is drawn once. */
export function readChartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const next = Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()]),
  ) as unknown as ChartColours;
  // The same object as long as nothing changed: useSyncExternalStore compares by identity.
  const isSame = snapshot !== null && (Object.keys(TOKENS) as (keyof ChartColours)[]).every((name) => snapshot![name] === next[name]);
  if (!isSame) snapshot = next;
  return snapshot!;
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', onChange);
  };
}

export const useChartColours = (): ChartColours => useSyncExternalStore(subscribe, readChartColours);
