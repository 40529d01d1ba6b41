import { beforeEach, describe, expect, it } from 'vitest';
import { preferencesStore } from '../state/index.ts';
import type { AppCommand } from './command.ts';
import { giveStroke, holderOf, resetStrokes, strokesOf, takeStrokes } from './keymap.ts';

const command = (id: string, keys?: readonly string[], room?: AppCommand['room']): AppCommand => ({
  id,
  label: () => id,
  group: 'Edit',
  ...(keys !== undefined && { keys }),
  ...(room !== undefined && { room }),
  isEnabled: () => true,
  run: () => {},
});
const undo = command('undo', ['Mod+Z']);
const redo = command('redo', ['Mod+Shift+Z', 'Mod+Y']);
const plain = command('plain');
const all = [undo, redo, plain];

beforeEach(() => preferencesStore.getState().set({ keys: {} }));

describe('keys that a person gives', () => {
  it('take the place of the command’s own, and are taken from whatever had them', () => {
    giveStroke(all, plain, 'Mod+Y');
    expect(strokesOf(plain)).toEqual(['Mod+Y']);
    expect(strokesOf(redo)).toEqual(['Mod+Shift+Z']);
    expect(strokesOf(undo)).toEqual(['Mod+Z']);
  });

  it('can be none, and can be put back without two commands sharing a stroke', () => {
    takeStrokes(undo);
    expect(strokesOf(undo)).toEqual([]);
    giveStroke(all, plain, 'Mod+Z');
    resetStrokes(all, undo);
    expect(strokesOf(undo)).toEqual(['Mod+Z']);
    expect(strokesOf(plain)).toEqual([]);
  });

  it('meet only where both commands can be meant', () => {
    const inTiers = command('a', ['X'], 'tiers');
    const inDesign = command('b', ['X'], 'design');
    const everywhere = command('c', ['X']);
    expect(holderOf([inTiers, inDesign], 'X', inTiers)).toBeUndefined();
    expect(holderOf([inTiers, everywhere], 'X', inTiers)).toBe(everywhere);
  });

  it('are the same stroke in whatever order the modifiers were written', () => {
    expect(holderOf([undo, command('d', ['Shift+Alt+Mod+K'])], 'Mod+Alt+Shift+K', undo)?.id).toBe('d');
  });
});
