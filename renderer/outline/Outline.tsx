import { ChevronDown, ChevronRight, CircleX, CornerDownRight, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { callTree } from '../../shared/kinds/index.ts';
import { activeCanvas, canvasStore } from '../canvas/index.ts';
import { Glyph } from '../parts/index.ts';
import { useDocument, useFindings, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { findByLetters, type OutlineRow, outlineRows } from './outline-rows.ts';
import './outline.css';

const texts = words.outline;
/** After this pause a letter begins another search. */
const LETTERS_MS = 600;

/**
 * The whole policy as a tree of calls: the same selection as the drawing's, and the same commands. What is called by the only way out of a node stands
 * under it on its own level; a choice opens a level. A node with several callers stands once, and is named where it is called again.
 */
export function Outline() {
  const policy = useDocument((state) => state.history?.document.policy);
  const selection = useView((state) => state.selection);
  const findings = useFindings((state) => state.findings);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const letters = useRef({ text: '', at: 0 });
  const tree = useMemo(() => (policy === undefined ? [] : callTree(policy)), [policy]);
  const rows = useMemo(() => (policy === undefined ? [] : outlineRows(tree, policy, findings, folded)), [tree, policy, findings, folded]);
  const chosen = useMemo(() => new Set(selection.nodes), [selection.nodes]);
  const lastAt = useRef(0);
  const found = rows.findIndex(({ key }) => key === current);
  // Where a row was removed, the one that has come into its place goes on.
  const currentAt = found === -1 ? Math.max(0, Math.min(lastAt.current, rows.length - 1)) : found;
  lastAt.current = currentAt;

  const elementAt = (place: number): HTMLElement | null => list.current?.querySelector<HTMLElement>(`[data-row="${place}"]`) ?? null;
  const goTo = (place: number, keeps = false): void => {
    const row = rows[place];
    if (row === undefined) return;
    setCurrent(row.key);
    const { selection: before, select } = viewStore.getState();
    select({ nodes: keeps ? [...new Set([...before.nodes, row.node.id])] : [row.node.id] });
    activeCanvas()?.reveal(row.node.id);
    elementAt(place)?.focus();
  };

  // What is selected in the drawing is where the tree goes on; a row that was focused and is gone hands the focus to the one that took its place.
  useEffect(() => {
    const [only, more] = selection.nodes;
    if (only === undefined || more !== undefined || rows[currentAt]?.node.id === only) return;
    const row = rows.find(({ node, isReference }) => node.id === only && !isReference);
    if (row !== undefined) setCurrent(row.key);
  }, [selection.nodes, rows, currentAt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row or other rows are what it waits for
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[tabindex="0"]');
    row?.scrollIntoView({ block: 'nearest' });
    const settle = (): void => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      const isCovered = document.querySelector('.veil, .quick-add, [role="menu"]') !== null;
      if (canvasStore.getState().keysIn === 'outline' && isLost && !isCovered) row?.focus();
    };
    // The selection may move the row first, and a menu gives the focus back a moment later.
    const timer = setTimeout(settle, 60);
    return () => clearTimeout(timer);
  }, [currentAt, rows]);
  useEffect(() => () => canvasStore.setState({ keysIn: 'drawing' }), []);

  const setFoldedOf = (key: string, isFolded: boolean): void =>
    setFolded((before) => {
      const after = new Set(before);
      if (isFolded) after.add(key);
      else after.delete(key);
      return after;
    });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = rows[currentAt];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const done = act(event, row);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const act = ({ key, shiftKey, timeStamp }: KeyboardEvent<HTMLElement>, row: OutlineRow): boolean => {
    switch (key) {
      case 'ArrowDown':
        goTo(Math.min(rows.length - 1, currentAt + 1), shiftKey);
        return true;
      case 'ArrowUp':
        goTo(Math.max(0, currentAt - 1), shiftKey);
        return true;
      case 'ArrowRight':
        if (row.opensLevel && row.isFolded) setFoldedOf(row.key, false);
        else if (row.opensLevel) goTo(currentAt + 1);
        return true;
      case 'ArrowLeft': {
        if (row.opensLevel && !row.isFolded) setFoldedOf(row.key, true);
        else {
          const parent = rows.findIndex((candidate) => candidate.key === row.parentKey);
          if (parent !== -1) goTo(parent);
        }
        return true;
      }
      case 'Home':
        goTo(0);
        return true;
      case 'End':
        goTo(rows.length - 1);
        return true;
      case 'Enter':
        goTo(currentAt);
        return true;
      case ' ': {
        const { selection: before, select } = viewStore.getState();
        const { id } = row.node;
        select({ nodes: before.nodes.includes(id) ? before.nodes.filter((other) => other !== id) : [...before.nodes, id] });
        return true;
      }
      case '*':
        setFolded(new Set());
        return true;
    }
    if (key.length !== 1) return false;
    letters.current = { text: timeStamp - letters.current.at > LETTERS_MS ? key : letters.current.text + key, at: timeStamp };
    const place = findByLetters(rows, currentAt, letters.current.text);
    if (place !== null) goTo(place);
    return true;
  };

  if (policy === undefined) return null;
  if (rows.length === 0) return <p className="ink-3 palette-none">{texts.empty}</p>;
  return (
    <div
      ref={list}
      className="outline-tree"
      role="tree"
      aria-label={texts.title}
      aria-multiselectable="true"
      data-keys="drawing"
      onFocus={() => canvasStore.setState({ keysIn: 'outline' })}
      onKeyDown={onKeyDown}
    >
      {rows.map((row, place) => (
        <Row
          key={row.key}
          row={row}
          place={place}
          isFirstLoose={!row.isReached && rows[place - 1]?.isReached !== false}
          isCurrent={place === currentAt}
          isSelected={chosen.has(row.node.id)}
          onFold={setFoldedOf}
          onChoose={goTo}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: OutlineRow;
  readonly place: number;
  readonly isFirstLoose: boolean;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly onFold: (key: string, isFolded: boolean) => void;
  readonly onChoose: (place: number, keeps: boolean) => void;
}

const Row = memo(
  function Row({ row, place, isFirstLoose, isCurrent, isSelected, onFold, onChoose }: RowProps) {
    const { node, level, callText, summary, errors, warnings, isReference, opensLevel, isFolded } = row;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it answers the keys
      <div
        role="treeitem"
        className={`outline-row${isSelected ? ' is-selected' : ''}${isReference ? ' is-reference' : ''}${isFirstLoose ? ' is-first-loose' : ''}`}
        style={{ paddingLeft: 4 + (level - 1) * 14 }}
        data-row={place}
        data-node-id={node.id}
        tabIndex={isCurrent ? 0 : -1}
        aria-level={level}
        aria-posinset={row.position}
        aria-setsize={row.setSize}
        aria-selected={isSelected}
        aria-expanded={opensLevel ? !isFolded : undefined}
        onClick={(event) => onChoose(place, event.ctrlKey || event.metaKey || event.shiftKey)}
      >
        {isFirstLoose && (
          <span className="outline-heading" aria-hidden="true">
            {texts.notReached}
          </span>
        )}
        {opensLevel ? (
          <button
            type="button"
            className="outline-fold"
            tabIndex={-1}
            aria-hidden="true"
            title={isFolded ? texts.unfold(node.name) : texts.fold(node.name)}
            onClick={(event) => {
              event.stopPropagation();
              onFold(row.key, !isFolded);
            }}
          >
            {isFolded ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
          </button>
        ) : (
          <span className="outline-fold" aria-hidden="true">
            {isReference && <CornerDownRight size={12} />}
          </span>
        )}
        <Glyph kind={node.kind} />
        <span className="outline-words">
          <span className="outline-name" title={node.name}>
            {isFirstLoose && <span className="visually-hidden">{texts.notReached}: </span>}
            {callText !== null && <span className="outline-call">{callText}</span>}
            {callText !== null && <span className="visually-hidden">: </span>}
            {node.name}
          </span>
          <span className="visually-hidden">, </span>
          {summary !== '' && (
            <span className="outline-summary" title={summary}>
              {summary}
            </span>
          )}
          {row.unseen !== '' && <span className="visually-hidden">, {row.unseen}</span>}
        </span>
        {errors > 0 ? (
          <CircleX size={13} className="ink-failed outline-flag" aria-hidden="true" />
        ) : (
          warnings > 0 && <TriangleAlert size={13} className="ink-t3 outline-flag" aria-hidden="true" />
        )}
      </div>
    );
  },
  // The verbs are new with every render and do the same; a row is drawn again only for what it shows.
  (a, b) =>
    a.row.key === b.row.key &&
    a.row.node.name === b.row.node.name &&
    a.row.callText === b.row.callText &&
    a.row.summary === b.row.summary &&
    a.row.unseen === b.row.unseen &&
    a.row.level === b.row.level &&
    a.row.position === b.row.position &&
    a.row.setSize === b.row.setSize &&
    a.row.isFolded === b.row.isFolded &&
    a.row.opensLevel === b.row.opensLevel &&
    a.place === b.place &&
    a.isFirstLoose === b.isFirstLoose &&
    a.isCurrent === b.isCurrent &&
    a.isSelected === b.isSelected,
);
