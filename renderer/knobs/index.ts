export { applyPoint, chosenPoint } from './apply-point.ts';
export { DifferenceTable } from './DifferenceTable.tsx';
export { changeSentence, signedText, valueText, verdictWords } from './figure-words.ts';
export { type DifferenceRow, differenceRows, EVIDENCE_PAIRS, JUDGED } from './figures.ts';
export { LiveStrip } from './LiveStrip.tsx';
export { followChanges, liveStore, runChange, setLive, useLive } from './live.ts';
export { knobsView, type Mode } from './view.ts';
export { WhatIf } from './WhatIf.tsx';
export { WhatIfBasis } from './WhatIfBasis.tsx';
