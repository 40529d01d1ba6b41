export {
  betaOf,
  type Difficulty,
  type DifficultyShape,
  difficultyOf,
  fitDifficulty,
  passAll,
  passAny,
  successByDifficulty,
} from './difficulty.ts';
export { regularisedBeta } from './incomplete-beta.ts';
export { passAllOfTasks, passAllOfTrials, passAnyOfTrials } from './trials.ts';
