export { Tour } from './Tour.tsx';
export { keepTourGoing, startTour } from './tour-store.ts';
