export { activeCanvas } from './active.ts';
export { addNoteToCanvas, tidyCanvas } from './CanvasTools.tsx';
export { KIND_DRAG_TYPE } from './kind-drag.ts';
export type { CanvasOverlay } from './overlay.ts';
export { PolicyCanvas, type PolicyCanvasProps } from './PolicyCanvas.tsx';
export { addKind, freePlace } from './place.ts';
