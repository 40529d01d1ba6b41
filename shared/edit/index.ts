export { addTemplateAnswer } from './answers.ts';
export { changeText } from './change-text.ts';
export { copyNodes, cornerOf, type Fragment, pasteNodes } from './clipboard.ts';
export { type Command, freeId } from './command.ts';
export { changedFields, hasDefault, restoreDefaults } from './defaults.ts';
export { callableFrom, canConnect, connect, disconnect } from './edges.ts';
export { applyFix } from './fix.ts';
export { addToGroup, foldGroup, groupNodes, removeFromGroups, renameGroup, ungroup } from './groups.ts';
export {
  goTo,
  HISTORY_LIMIT,
  type History,
  type HistoryEntry,
  redo,
  redoLabel,
  runCommand,
  startHistory,
  undo,
  undoLabel,
} from './history.ts';
export { addNote, arrange, moveNodes, removeNote, setNote } from './layout.ts';
export {
  addNode,
  configProblem,
  fieldValue,
  type NewNode,
  newNodeId,
  removeNodes,
  renameNode,
  replaceConfig,
  setConfig,
  setConfigOfAll,
} from './nodes.ts';
export { addProvider, newProviderId, removeProvider, setPolicy, setProvider } from './policy.ts';
export { portName, portsOf } from './ports.ts';
export { setPromise, signOff, withdrawSignOff } from './promises.ts';
export { type Caller, insertRecipe, type Recipe, recipeFragment, recipes } from './recipes.ts';
export { reorderCall } from './reorder.ts';
export { replaceDocument } from './replace.ts';
export {
  addEvents,
  changeEvents,
  endingAt,
  fallingFor,
  movedBy,
  removeEvents,
  risingFor,
  type ScenarioCommand,
  SHORTEST_DRAWN_MS,
  setScenario,
  startingAt,
  withFreeIds,
} from './scenario.ts';
export { silenceFinding, unsilenceFinding } from './silence.ts';
export { together } from './together.ts';
export { freePortOf, headsOf, leavesGap, removeAndJoin, wrapNodes } from './wrap.ts';
