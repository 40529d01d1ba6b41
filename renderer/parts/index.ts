export { chooseByArrows } from './choose-by-arrows.ts';
export { Glyph } from './Glyph.tsx';
export { Mark } from './Mark.tsx';
export { Markdown } from './Markdown.tsx';
export { Modal } from './Modal.tsx';
export { type Option, Select } from './Select.tsx';
export { Tip } from './Tip.tsx';
