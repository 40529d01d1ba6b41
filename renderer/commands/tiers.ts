import { kinds } from '../../shared/kinds/index.ts';
import { documentStore } from '../state/index.ts';
import { saveBoardPicture } from '../tiers/index.ts';
import { words } from '../words/index.ts';
import type { AppCommand } from './all.ts';

const hasCapability = (): boolean =>
  documentStore.getState().history?.document.policy.nodes.some((node) => kinds.get(node.kind)?.face.isCallable === false) ?? false;

export const tierCommands: readonly AppCommand[] = [
  {
    id: 'tiers.picture',
    label: () => words.tiers.picture.command,
    group: 'File',
    isEnabled: hasCapability,
    run: () => void saveBoardPicture(),
  },
];
