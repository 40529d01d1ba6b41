export { goTo, stepProblem } from './current.ts';
export { choiceAfter, foldsByItself, rememberChoice, rememberedChoice, shouldFold } from './drawer-fold.ts';
export { subjectOf } from './list.ts';
export { Problems } from './Problems.tsx';
