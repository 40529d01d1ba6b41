export { type About, type Change, type ChangeGroup, type DocumentDiff, diffDocuments } from './diff.ts';
export { type Choices, type MergeConflict, type Merged, type Side, threeWayMerge } from './merge.ts';
export { bothOnOneSheet, type DrawnChange, type DrawnDifference } from './union.ts';
export { changedThings, withoutChangesOf } from './without.ts';
