/** What is said about files, windows and unsaved work. */
export const files = {
  save: 'Save',
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
