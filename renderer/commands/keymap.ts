import { preferencesStore, type Room, shownKeysStore } from '../state/index.ts';
import type { AppCommand } from './command.ts';
import { canonicalStroke, keyText } from './strokes.ts';

/** The strokes that a command has now: those that a person gave it, else its own. */
export const strokesOf = (command: AppCommand, given = preferencesStore.getState().keys): readonly string[] =>
  given[command.id] ?? command.keys ?? [];

const meet = (a: Room | undefined, b: Room | undefined): boolean => a === undefined || b === undefined || a === b;

/** The editor of scenarios has an undo and a save of its own: there they come before the document's, and both keep their keys. */
const isInner = ({ within }: AppCommand): boolean => within === 'scenario' || within === 'timeline';

/** Another command that has this stroke in the same place; undefined when it is free. */
export const holderOf = (
  commands: readonly AppCommand[],
  stroke: string,
  command: AppCommand,
  given = preferencesStore.getState().keys,
): AppCommand | undefined =>
  commands.find(
    (other) =>
      other.id !== command.id &&
      meet(other.room, command.room) &&
      isInner(other) === isInner(command) &&
      strokesOf(other, given).some((candidate) => canonicalStroke(candidate) === canonicalStroke(stroke)),
  );

/** Gives the command this stroke alone, and takes it from whatever else had it there. */
export function giveStroke(commands: readonly AppCommand[], command: AppCommand, stroke: string): void {
  const { keys, set } = preferencesStore.getState();
  const given = { ...keys, [command.id]: [stroke] };
  for (;;) {
    const holder = holderOf(commands, stroke, command, given);
    if (holder === undefined) break;
    given[holder.id] = strokesOf(holder, given).filter((candidate) => canonicalStroke(candidate) !== canonicalStroke(stroke));
  }
  set({ keys: given });
}

/** A command without keys is still in the palette and the menu. */
export function takeStrokes(command: AppCommand): void {
  const { keys, set } = preferencesStore.getState();
  set({ keys: { ...keys, [command.id]: [] } });
}

/** Back to the command's own strokes; what they were given to meanwhile keeps none of them. */
export function resetStrokes(commands: readonly AppCommand[], command: AppCommand): void {
  const { keys, set } = preferencesStore.getState();
  const given = { ...keys };
  delete given[command.id];
  for (const stroke of command.keys ?? []) {
    const holder = holderOf(commands, stroke, command, given);
    if (holder !== undefined) given[holder.id] = strokesOf(holder, given).filter((candidate) => canonicalStroke(candidate) !== stroke);
  }
  set({ keys: given });
}

export const resetAllStrokes = (): void => preferencesStore.getState().set({ keys: {} });

/** Keeps what buttons and tips show of keys true. */
export function showKeys(commands: readonly AppCommand[]): void {
  const tell = (): void => {
    const byCommand: Record<string, string> = {};
    for (const command of commands) {
      const text = keyText(strokesOf(command)[0]);
      if (text !== undefined) byCommand[command.id] = text;
    }
    shownKeysStore.setState({ byCommand });
  };
  preferencesStore.subscribe((state, before) => state.keys !== before.keys && tell());
  tell();
}
