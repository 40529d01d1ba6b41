import { portName } from '../../shared/edit/index.ts';
import { edgeId } from '../../shared/model/index.ts';
import { headline } from '../rehearse/headline.ts';
import { namesOf } from '../rehearse/names.ts';
import { documentStore, findingsStore, runStore, type Selection, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { announce } from './announce.ts';

const texts = words.announce;

/** What a person types is read out by the field itself; what is chosen from a list by typing is a change like any other. */
const isTyping = (): boolean => {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement.closest('[cmdk-root]') !== null) return false;
  return activeElement.isContentEditable || activeElement.matches('input, textarea');
};

/** Says what has happened to the document, the selection, the findings and the run. The stores are the only source, so that no way of doing a thing is silent. */
export function announceChanges(): () => void {
  const stops = [
    documentStore.subscribe((state, before) => {
      const { history } = state;
      if (history === before.history || history === null || before.history === null || state.documentKey !== before.documentKey) return;
      const from = before.history.position;
      const to = history.position;
      const isStep = history.entries === before.history.entries;
      if (isStep && to > from) {
        announce(to === from + 1 ? texts.redone(history.entries[to]?.label ?? '') : texts.jumped(history.entries[to]?.label ?? ''));
      } else if (isStep) {
        const undone = before.history.entries[from]?.label ?? '';
        announce(to === from - 1 ? texts.undone(undone) : texts.jumped(history.entries[to]?.label ?? ''));
      } else if (to !== from && !isTyping()) announce(`${history.entries[to]?.label ?? ''}.`);
    }),
    viewStore.subscribe((state, before) => {
      if (state.selection !== before.selection && state.room === 'design') {
        const { selection } = state;
        announce(() => selectionText(selection, before.selection));
      }
    }),
    findingsStore.subscribe((state, before) => {
      // The findings of another document are part of its opening, which nobody asked to have counted aloud.
      if (state.checked?.id !== before.checked?.id || state.checked === null) return;
      const count = (severity: 'error' | 'warning', { findings }: typeof state): number =>
        findings.filter((finding) => finding.severity === severity).length;
      const now = [count('error', state), count('warning', state)] as const;
      if (now[0] !== count('error', before) || now[1] !== count('warning', before)) announce(texts.findings(...now));
    }),
    runStore.subscribe((state, before) => {
      if (state.status === before.status) return;
      if (state.status === 'running') announce(texts.runStarted);
      // A run that failed or was cancelled is told on the screen in a region that is read out.
      else if (state.status === 'done' && state.result !== null && state.result !== before.result) {
        const policy = documentStore.getState().history?.document.policy;
        if (policy !== undefined) announce(texts.runEnded(headline(state.result, namesOf(state.result, policy))));
      }
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Empty where nothing needs to be said: a card or a line of the outline that takes the focus is read out as it does. */
function selectionText({ nodes, edges, notes }: Selection, before: Selection): string {
  const policy = documentStore.getState().history?.document.policy;
  const count = nodes.length + edges.length + notes.length;
  if (policy === undefined) return '';
  if (count === 0) return before.nodes.length + before.edges.length + before.notes.length === 0 ? '' : texts.nothingSelected;
  if (nodes.length > 1) return texts.selectedNodes(nodes.length);
  const edge = edges.length === 1 && nodes.length === 0 ? policy.edges.find((candidate) => edgeId(candidate) === edges[0]) : undefined;
  const from = policy.nodes.find(({ id }) => id === edge?.from);
  const to = policy.nodes.find(({ id }) => id === edge?.to);
  if (edge !== undefined && from !== undefined && to !== undefined) return texts.selectedConnection(portName(from, edge.port), to.name);
  const node = nodes.length === 1 ? policy.nodes.find(({ id }) => id === nodes[0]) : undefined;
  const focused = document.activeElement?.closest<HTMLElement>('[data-node-id], .react-flow__node')?.dataset;
  return node === undefined || focused?.['nodeId'] === node.id || focused?.['id'] === node.id ? '' : texts.selectedOne(node.name);
}
