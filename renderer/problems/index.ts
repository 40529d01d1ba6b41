export { choiceAfter, foldsByItself, rememberChoice, rememberedChoice, shouldFold } from './drawer-fold.ts';
export { goTo, Problems, subjectOf } from './Problems.tsx';
