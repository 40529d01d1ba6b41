import { enumerated } from './locale.ts';

/** What is said about files, windows and unsaved work. */
export const files = {
  save: 'Save',
  saveAs: 'Save as …',
  savePolicy: 'Save the policy',
  openPolicy: 'Open a policy',
  saved: (name: string) => `Saved ${name}.`,
  notWritable: (name: string) => `${name} cannot be written here. Changes can be saved under another name.`,
  migrated: (name: string, format: number) => `${name} had format ${format}; saving writes the current format.`,
  unknownKinds: (kinds: readonly string[]) =>
    `This policy has kinds of node that this version does not know (${enumerated(kinds)}), so it can be looked at and not changed.`,
  ownTraffic: (example: string) => `${example}’s own`,
  exampleTraffic: (example: string) => `${example}, example`,
  replace: {
    title: (name: string) => `Replace ${name}?`,
    text: 'A file of this name exists already. Replacing it loses what it holds.',
    keep: 'Keep it',
    yes: 'Replace',
  },
  dialog: {
    reading: 'Reading the folder …',
    cancel: 'Cancel',
    open: 'Open',
    name: 'File name',
    list: 'Files and folders',
    up: 'One folder up',
    none: (extensions: readonly string[]) => `No folders and no ${enumerated(extensions)} files here.`,
  },
  openElsewhere: (name: string) =>
    `${name} is open in another window too. Saving compares the file first, so neither window overwrites the other.`,
  openElsewherePill: 'open in another window too',
  openElsewhereHint: 'Whoever saves second is asked: load, merge, overwrite or save elsewhere.',
  newWindow: 'New window',
  openInNewWindow: 'Open a policy in a new window …',
  chooseForNewWindow: 'Open a policy in a new window',
  windowBlocked: 'The browser blocked the new window. Allow pop-ups for this page, then try again.',
  leave: {
    title: (name: string) => `Save the changes to ${name}?`,
    question: 'Otherwise they are lost: nothing else holds them once another policy is open.',
    discard: 'Discard changes',
    stay: 'Go on editing',
  },
  changedOutside: {
    title: (name: string) => `${name} was changed outside`,
    question: 'Something else (perhaps git) wrote the file after it was opened here. Merging keeps the changes of both sides.',
    reload: 'Load it from disk',
    overwrite: 'Overwrite with mine',
    saveAs: 'Save mine as …',
    merge: 'Merge …',
  },
  cannotMerge: (name: string, why: string) => `${name} cannot be merged, since what is on disk cannot be read. ${why}`,
  cannotMergeKinds: (name: string, kinds: string) =>
    `${name} cannot be merged: what is on disk has kinds of node that this version does not know (${kinds}). Save yours under another name.`,
  discard: {
    title: (name: string) => `Discard the unsaved work on ${name}?`,
    question: 'It is kept nowhere else.',
    keep: 'Keep it',
    discard: 'Discard',
  },
  loadStep: 'Load from disk',
  loaded: (name: string) => `Loaded ${name} from disk. Undo brings back what was here.`,
  restoreStep: 'Restore unsaved work',
  recoveredElsewhere: (name: string) => `The unsaved work on ${name} is open in another window, or was discarded there.`,
  unreadableWork: (name: string, why: string) => `The unsaved work on ${name} cannot be read: ${why}`,
  banner: {
    changed: (name: string) => `${name} was changed outside.`,
    removed: (name: string) => `${name} was removed from the disk. Save it again to keep it.`,
    edited: 'Nothing is overwritten until you decide; merging keeps the changes of both sides.',
    unedited: 'Here it is still the older version.',
    decide: 'Decide now',
  },
} as const;
