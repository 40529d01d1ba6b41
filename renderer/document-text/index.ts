/** Brings the editor along, so it is imported only when its view is opened. */
export { TextView } from './TextView.tsx';
