export { goTo, Problems, subjectOf } from './Problems.tsx';
