import { plural } from './locale.ts';

const count = (changes: number): string => plural(changes, { one: `${changes} change`, other: `${changes} changes` });

/** What is said where two versions are merged and where unsaved work is restored. */
export const merge = {
  withDisk: (name: string) => ({
    title: `Merge with ${name} on disk`,
    description: 'What only one side changed is taken. Nothing is written to disk until you save.',
    mineLabel: 'Yours',
    theirsLabel: 'On disk',
    step: 'Merge with the file on disk',
  }),
  ofGit: (name: string, ours: string, theirs: string) => ({
    title: `${name} holds two versions`,
    description: 'Here they are merged by what they mean, not line by line. Nothing is written until you save.',
    mineLabel: ours === '' ? 'First version' : ours,
    theirsLabel: theirs === '' ? 'Second version' : theirs,
    step: 'Merge both versions of the file',
  }),
  done: (name: string) => `Merged. Saving writes the result to ${name}.`,
  conflicts: (count: number) => plural(count, { one: `Both sides changed ${count} thing`, other: `Both sides changed ${count} things` }),
  differences: (count: number) => plural(count, { one: `The two differ in ${count} thing`, other: `The two differ in ${count} things` }),
  conflictsHint: 'Choose what shall stand in the merged policy.',
  noBaseHint: 'Nobody knows how the two began, so each difference is asked. Nothing is left out unless you choose so.',
  noConflicts: 'No conflict: both sides changed different things.',
  takeAll: (side: string) => `Take all from ${side}`,
  before: 'Before',
  unknownBefore: 'not known',
  changes: (side: string, changes: number) => `${side}: ${changes === 0 ? 'no changes' : count(changes)}`,
  onSheet: 'On the sheet',
  choice: (side: string, value: string) => `${side}: ${value}`,
  renamedNote: 'Decided without asking',
  errors: (errors: number) =>
    errors === 1
      ? 'The merged policy has 1 error that neither side had. Problems will show it.'
      : `The merged policy has ${errors} errors that neither side had. Problems will show them.`,
  merge: 'Merge',
  cancel: 'Cancel',
  restore: {
    section: 'Unsaved work',
    sectionHint: 'an earlier session left it here',
    title: (name: string) => `Unsaved work on ${name}`,
    kept: (place: string, day: string) => `${place}, kept ${day}`,
    neverSaved: 'never saved',
    goOn: 'Go on with it',
    look: 'Look at it',
    discard: 'Discard',
    notNow: 'Not now',
    reading: 'Comparing with the file …',
    unchanged: 'These changes would stand in the policy. The file on disk has not changed since.',
    changed: 'The file on disk has changed since, so compared with it the work would do this. Restored, it can be merged.',
    missing: 'The file is no longer on disk. Compared with what it was, the work did this.',
    nothing: 'It says the same as the file on disk.',
    whole: (nodes: number) => `A policy that was never saved, with ${plural(nodes, { one: `${nodes} node`, other: `${nodes} nodes` })}.`,
    unreadable: (why: string) => `It cannot be read: ${why}`,
    summary: (first: string, more: number) =>
      more === 0 ? first : `${first}, and ${plural(more, { one: `${more} more change`, other: `${more} more changes` })}`,
  },
} as const;
