import { monaco } from './monaco.ts';

const THEME = 'gracefall';

/**
 * The editor in the page's own colours, as they are now. Words of the text have no hues of their own: in Gracefall a colour is
 * a state, so keys are quieter than values, and only what is wrong is coloured.
 */
export function applyEditorTheme(): void {
  const root = document.documentElement;
  const isDark = getComputedStyle(root).colorScheme.includes('dark');
  const isHighContrast = [...root.classList].some((name) => name.includes('contrast')) || matchMedia('(forced-colors: active)').matches;
  const probe = document.createElement('span');
  root.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return hex(getComputedStyle(probe).color);
  };
  const rule = (token: string, ink: string, fontStyle = ''): monaco.editor.ITokenThemeRule => ({
    token,
    foreground: colour(ink).slice(1),
    fontStyle,
  });
  monaco.editor.defineTheme(THEME, {
    base: isHighContrast ? (isDark ? 'hc-black' : 'hc-light') : isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('string.key.json', 'ink-2'),
      rule('string.value.json', 'ink'),
      rule('number', 'ink', 'bold'),
      rule('keyword.json', 'ink', 'bold'),
      rule('delimiter', 'ink-3'),
    ],
    colors: {
      'editor.background': colour('panel'),
      'editor.foreground': colour('ink'),
      'editorGutter.background': colour('panel'),
      'editorLineNumber.foreground': colour('ink-3'),
      'editorLineNumber.activeForeground': colour('ink'),
      'editorCursor.foreground': colour('accent'),
      'editor.selectionBackground': colour('accent-wash'),
      'editor.inactiveSelectionBackground': colour('hover'),
      'editor.lineHighlightBackground': colour('tray'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.foldBackground': colour('tray'),
      'editor.wordHighlightBackground': colour('hover'),
      'editor.findMatchBackground': colour('accent-wash'),
      'editor.findMatchBorder': colour('accent'),
      'editor.findMatchHighlightBackground': colour('hover'),
      'editor.findRangeHighlightBackground': colour('tray'),
      'editor.rangeHighlightBackground': colour('tray'),
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('line-strong'),
      'editorBracketMatch.background': colour('hover'),
      'editorBracketMatch.border': colour('line-strong'),
      'editorError.foreground': colour('failed'),
      'editorWarning.foreground': colour('t3'),
      'editorInfo.foreground': colour('ink-3'),
      'editorWidget.background': colour('raise'),
      'editorWidget.foreground': colour('ink'),
      'editorWidget.border': colour('line'),
      'editorHoverWidget.background': colour('raise'),
      'editorHoverWidget.foreground': colour('ink'),
      'editorHoverWidget.border': colour('line'),
      'editorSuggestWidget.background': colour('raise'),
      'editorSuggestWidget.foreground': colour('ink'),
      'editorSuggestWidget.border': colour('line'),
      'editorSuggestWidget.selectedBackground': colour('hover'),
      'editorSuggestWidget.selectedForeground': colour('ink'),
      'editorSuggestWidget.highlightForeground': colour('accent-ink'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent-ink'),
      'input.background': colour('panel'),
      'input.foreground': colour('ink'),
      'input.border': colour('line-strong'),
      'inputOption.activeBorder': colour('accent'),
      'inputOption.activeBackground': colour('accent-wash'),
      'inputOption.activeForeground': colour('ink'),
      'editorLightBulb.foreground': colour('accent-ink'),
      'editorLightBulbAutoFix.foreground': colour('accent-ink'),
      'peekViewResult.background': colour('panel'),
      'editorMarkerNavigation.background': colour('tray'),
      'editorMarkerNavigationError.background': colour('failed'),
      'editorMarkerNavigationWarning.background': colour('t3'),
      'editorMarkerNavigationInfo.background': colour('line-strong'),
      focusBorder: colour('accent'),
      'widget.shadow': '#00000020',
      'scrollbar.shadow': '#00000000',
      'menu.background': colour('raise'),
      'menu.foreground': colour('ink'),
      'menu.selectionBackground': colour('hover'),
      'menu.selectionForeground': colour('ink'),
      'list.hoverBackground': colour('hover'),
      'list.focusBackground': colour('hover'),
      'list.focusForeground': colour('ink'),
      'textCodeBlock.background': colour('tray'),
      'textLink.foreground': colour('accent-ink'),
    },
  });
  probe.remove();
  monaco.editor.setTheme(THEME);
}

/** Keeps the editor in the page's colours until stopped; the page changes them by classes and attributes of its root. */
export function followTheme(): () => void {
  applyEditorTheme();
  const watcher = new MutationObserver(() => applyEditorTheme());
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'data-contrast'] });
  return () => watcher.disconnect();
}

/** `rgb(1, 2, 3)` or `color(srgb 0.1 0.2 0.3)` → `#010203`: the editor knows no other notation. */
function hex(colour: string): string {
  const scale = colour.startsWith('color(') ? 255 : 1;
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  return `#${[r, g, b]
    .map((part) =>
      Math.round(Math.min(255, part * scale))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
