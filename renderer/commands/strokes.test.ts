import { describe, expect, it } from 'vitest';
import { keyText, matches, strokeOf, strokeProblem } from './strokes.ts';

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

  it('are recorded as commands write them, whatever Alt and Shift make of a key', () => {
    expect(strokeOf(stroke('Control', { ctrlKey: true }), false)).toBeNull();
    expect(strokeOf(stroke('K', { ctrlKey: true, shiftKey: true, code: 'KeyK' }), false)).toBe('Mod+Shift+K');
    expect(strokeOf(stroke('¡', { altKey: true, code: 'Digit1' }), true)).toBe('Alt+1');
    expect(strokeOf(stroke('!', { shiftKey: true, code: 'Digit1' }), false)).toBe('Shift+1');
    expect(strokeOf(stroke('?', { shiftKey: true, code: 'Minus' }), false)).toBe('?');
    expect(strokeOf(stroke('+', { ctrlKey: true, shiftKey: true, code: 'Equal' }), false)).toBe('Mod+Plus');
    expect(strokeOf(stroke(' ', { ctrlKey: true }), false)).toBe('Mod+Space');
  });

  it('with Shift and a digit are meant by the cap or by the sign', () => {
    const one = stroke('!', { shiftKey: true, code: 'Digit1' });
    expect(matches('Shift+1', one, false)).toBe(true);
    expect(matches('!', one, false)).toBe(true);
    expect(matches('1', one, false)).toBe(false);
  });

  it('that the browser, the clipboard or the focus need are refused with the reason', () => {
    expect(strokeProblem('Mod+T', true)).toMatch(/browser keeps/);
    expect(strokeProblem('Mod+T', false)).toBeNull();
    expect(strokeProblem('Mod+C', false)).toMatch(/clipboard/);
    expect(strokeProblem('Tab', false)).toMatch(/focus/);
    expect(strokeProblem('Mod+J', true)).toBeNull();
  });
});
