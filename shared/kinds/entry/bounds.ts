import type { Bound } from '../kind.ts';
import type { EntryConfig } from './config.ts';

export const entryBounds: Bound<EntryConfig> = (_config, _node, view) => view.below('next');
