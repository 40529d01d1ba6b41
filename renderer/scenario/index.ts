export {
  duplicateSelected,
  goToEvent,
  moveEnds,
  moveSelected,
  moveStarts,
  moveToLane,
  rampSelected,
  removeSelected,
  selectAllEvents,
  selectedIds,
} from './edit.ts';
export { beginUnsaved, duplicateScenario, newScenario, openScenario, saveScenario, saveScenarioAs, showEditor } from './files.ts';
export { hasUnsavedScenarios, keepScenarios } from './keep.ts';
export { ScenarioEditor } from './ScenarioEditor.tsx';
export { timelineStore, zoomTo } from './timeline-store.ts';
