/** Brings the editor along, so it is imported only when its view is opened. */
export { TextDiff } from './TextDiff.tsx';
export { TextView } from './TextView.tsx';
