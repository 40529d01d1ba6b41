export { applyPoint, chosenPoint } from './apply-point.ts';
export { LiveStrip } from './LiveStrip.tsx';
export { followChanges, liveStore, runChange, setLive, useLive } from './live.ts';
export { knobsView, type Mode } from './view.ts';
export { WhatIf } from './WhatIf.tsx';
