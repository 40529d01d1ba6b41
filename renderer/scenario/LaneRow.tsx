import { Boxes, Plus, Server, Users } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { PointerEvent } from 'react';
import type { Finding, ScenarioEvent } from '../../shared/model/index.ts';
import { Glyph } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { EventBlock, wordsPx } from './EventBlock.tsx';
import { addToLane } from './edit.ts';
import type { Lane } from './lanes.ts';
import { packed } from './time-grid.ts';
import type { Drag, Grip } from './use-drag.ts';

export interface LaneRowProps {
  readonly lane: Lane;
  readonly events: readonly ScenarioEvent[];
  readonly shownMs: number;
  readonly msPerPx: number;
  readonly findingOf: ReadonlyMap<string, Finding>;
  readonly selected: ReadonlySet<string>;
  readonly tabStop: string | undefined;
  readonly drag: Drag | null;
  /** Outline of the arrivals, and of what surges add to them where this is the lane of the traffic; empty while unknown. */
  readonly arrivals: string;
  readonly surged: string | null;
  /** Share of the width that the traffic takes. */
  readonly trafficShare: number;
  readonly onPressEvent: (down: PointerEvent, event: ScenarioEvent, grip: Grip) => void;
  readonly onPressLane: (down: PointerEvent, lane: Lane) => void;
  readonly onFocusEvent: (event: ScenarioEvent) => void;
  readonly onOpenEvent: () => void;
}

const texts = words.scenarioEditor;

/** Whom the events of this row strike, a button to add one, and the events on the time. */
export function LaneRow(props: LaneRowProps) {
  const { lane, events, shownMs, msPerPx, findingOf, selected, tabStop, drag, arrivals, surged, trafficShare } = props;
  const { rowOf, rowCount } = packed(events, (event) => wordsPx(event) * msPerPx);
  const isTraffic = lane.target.kind === 'traffic';
  const classes = [
    'sc-lane',
    lane.isInner && 'is-inner',
    isTraffic && 'is-traffic',
    drag?.refusedLaneId === lane.id && 'is-refused',
    lane.effects.length === 0 && 'is-unfelt',
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of a timeline
    <div className={classes.filter(Boolean).join(' ')} role="group" aria-label={texts.lane.name(lane.label)} data-lane={lane.id}>
      <div className="sc-lane-head">
        <LaneSign lane={lane} />
        <span className="sc-lane-name" title={lane.detail === null ? lane.label : `${lane.label}, ${lane.detail}`}>
          {lane.label}
          {lane.detail !== null && <span className="ink-3 small"> {lane.detail}</span>}
        </span>
        {lane.effects.length > 0 && <AddMenu lane={lane} />}
      </div>
      <div
        className="sc-lane-plot"
        style={{ height: `calc(var(--sc-row) * ${rowCount} + ${isTraffic ? 20 : 4}px)` }}
        onPointerDown={(down) => {
          if (down.button === 0 && down.target === down.currentTarget) props.onPressLane(down, lane);
        }}
      >
        {arrivals !== '' && (
          <svg
            className="sc-arrivals"
            style={{ width: `${trafficShare * 100}%` }}
            viewBox="0 0 1 1"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {surged !== null && <path className="sc-surged" d={surged} />}
            <path d={arrivals} />
          </svg>
        )}
        {events.map((event) => (
          <EventBlock
            key={event.id}
            event={event}
            shownMs={shownMs}
            row={rowOf.get(event.id) ?? 0}
            finding={findingOf.get(event.id)}
            isSelected={selected.has(event.id)}
            isDragged={drag?.ids.includes(event.id) === true}
            isTabStop={tabStop === event.id}
            onPress={props.onPressEvent}
            onFocus={props.onFocusEvent}
            onOpen={props.onOpenEvent}
          />
        ))}
      </div>
    </div>
  );
}

function LaneSign({ lane }: { readonly lane: Lane }) {
  if (lane.nodeKind !== null) return <Glyph kind={lane.nodeKind} size={14} />;
  const Sign = lane.target.kind === 'traffic' ? Users : lane.target.kind === 'all-providers' ? Boxes : Server;
  return <Sign size={14} aria-hidden="true" />;
}

/** What can happen here, each with what it does. One that is alone is added at once. */
function AddMenu({ lane }: { readonly lane: Lane }) {
  const [only, ...others] = lane.effects;
  const label = texts.lane.add(lane.label);
  if (only !== undefined && others.length === 0) {
    return (
      <button
        type="button"
        className="btn ghost icon compact sc-add"
        aria-label={label}
        title={label}
        onClick={() => addToLane(lane, only)}
      >
        <Plus size={14} aria-hidden="true" />
      </button>
    );
  }
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn ghost icon compact sc-add" aria-label={label} title={label}>
        <Plus size={14} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="popup sc-add-menu scroll-thin"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={texts.lane.addTitle(lane.label)}
          // The new event gets the focus, and the button would take it back.
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {lane.effects.map((kind) => (
            <DropdownMenu.Item key={kind} className="popup-item" onSelect={() => addToLane(lane, kind)}>
              <span>
                {texts.effects[kind].label}
                <div className="detail">{texts.effects[kind].does}</div>
              </span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
