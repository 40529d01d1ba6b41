import { describe, expect, it } from 'vitest';
import { keyText, matches } from './strokes.ts';

const stroke = (key: string, modifiers: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('keys', () => {
  it('mean Ctrl here and ⌘ on a Mac', () => {
    expect(matches('Mod+Z', stroke('z', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Z', stroke('z', { metaKey: true }), false)).toBe(false);
    expect(matches('Mod+Z', stroke('z', { metaKey: true }), true)).toBe(true);
  });

  it('do not take undo for redo', () => {
    const redo = stroke('Z', { ctrlKey: true, shiftKey: true });
    expect(matches('Mod+Z', redo, false)).toBe(false);
    expect(matches('Mod+Shift+Z', redo, false)).toBe(true);
  });

  it('are written as the platform writes them', () => {
    expect(keyText('Mod+Shift+Z', false)).toBe('Ctrl Shift Z');
    expect(keyText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(keyText(undefined, false)).toBeUndefined();
  });
});
