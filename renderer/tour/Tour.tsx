import { X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useLayoutEffect, useRef, useState } from 'react';
import { runCommandById } from '../commands/index.ts';
import { type Room, useDocument, useRun, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { TOUR_STEPS, type TourStep, tourStore, useTour } from './tour-store.ts';
import './tour.css';

const text = words.start.tour;

/** Where each step stands: what it is about is marked by `data-tour` where it is drawn. `room`: where that is; null = everywhere. */
const PLACES: Readonly<Record<TourStep, Place>> = {
  drawing: { room: 'design', side: 'right', align: 'end', alignOffset: 0 },
  simulate: { room: null, side: 'bottom', align: 'end', alignOffset: 0 },
  // Over the drawing and not the figures; below the headline of a run and not over it.
  result: { room: 'rehearse', side: 'bottom', align: 'start', alignOffset: 16 },
  onward: { room: null, side: 'right', align: 'start', alignOffset: 92 },
};
interface Place {
  readonly room: Room | null;
  readonly side: Side;
  readonly align: Align;
  /** Pixels. */
  readonly alignOffset: number;
}
type Side = NonNullable<Popover.PopoverContentProps['side']>;
type Align = NonNullable<Popover.PopoverContentProps['align']>;

/** How many frames a part of the page may take to be drawn. */
const MOST_FRAMES = 20;

const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-tour="${name}"]`);

/** What the step is about; while another room is on the screen, the way to it. */
function useAnchor(step: TourStep | null): { readonly element: HTMLElement; readonly isElsewhere: boolean } | null {
  const room = useView((state) => state.room);
  const designView = useView((state) => state.designView);
  const rehearseTab = useView((state) => state.rehearseTab);
  const status = useRun((state) => state.status);
  const documentKey = useDocument((state) => state.documentKey);
  const [anchor, setAnchor] = useState<{ readonly element: HTMLElement; readonly isElsewhere: boolean } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these draws other parts of the page
  useLayoutEffect(() => {
    if (step === null) return setAnchor(null);
    let frame = 0;
    const look = (left: number): void => {
      const element = find(step);
      const wayThere = find(`room-${PLACES[step].room}`);
      if (element !== null) setAnchor({ element, isElsewhere: false });
      else {
        setAnchor(wayThere === null ? null : { element: wayThere, isElsewhere: true });
        if (left > 0) frame = requestAnimationFrame(() => look(left - 1));
      }
    };
    look(MOST_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [step, room, designView, rehearseTab, status, documentKey]);
  useLayoutEffect(() => {
    anchor?.element.setAttribute('data-tour-here', '');
    return () => {
      anchor?.element.removeAttribute('data-tour-here');
    };
  }, [anchor]);
  return anchor;
}

/** The focus goes to what the tour spoke of, so that keys go on from there. */
function focusBeside(element: HTMLElement): void {
  const within = '[tabindex="0"], button:not([disabled])';
  const target = element.matches(within)
    ? element
    : (element.querySelector<HTMLElement>(within) ?? element.closest('main')?.querySelector<HTMLElement>(within));
  target?.focus();
}

/** Four steps beside what they speak of. Nothing is covered or kept from the person: the app goes on working, and Esc ends it from anywhere. */
export function Tour() {
  const step = useTour((state) => state.step);
  const anchor = useAnchor(step);
  if (step === null || anchor === null) return null;
  // A popover of its own for each place, so that the focus goes along.
  return <Step key={`${step} ${anchor.isElsewhere}`} step={step} anchor={anchor.element} isElsewhere={anchor.isElsewhere} />;
}

function Step({ step, anchor, isElsewhere }: { readonly step: TourStep; readonly anchor: HTMLElement; readonly isElsewhere: boolean }) {
  const isRunning = useRun((state) => state.status === 'running');
  const hasResult = useRun((state) => state.result !== null);
  const box = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  const { room, side, align, alignOffset } = PLACES[step];
  const at = TOUR_STEPS.indexOf(step);
  const before = TOUR_STEPS[at - 1];
  const after = TOUR_STEPS[at + 1];
  const { goTo, leave } = tourStore.getState();
  const leaveAndFocus = (): void => {
    const hadFocus = document.activeElement === document.body || box.current?.contains(document.activeElement) === true;
    leave();
    if (hadFocus) focusBeside(anchor);
  };
  const goOn = (): void => (after === undefined ? leaveAndFocus() : goTo(after));
  const goThere = (): void => {
    if (room !== null) viewStore.getState().goTo(room);
    if (room === 'design') viewStore.getState().showDesignAs('drawing');
  };
  const simulates = step === 'simulate' && !hasResult;
  const [label, act] = isElsewhere
    ? [text.goThere(text.rooms[room ?? 'design']), goThere]
    : simulates
      ? [isRunning ? text.simulating : text.simulate, () => runCommandById('run.simulate')]
      : [after === undefined ? text.end : text.next, goOn];
  return (
    <Popover.Root
      open
      onOpenChange={() => {
        // Only Esc comes here, and in a field it takes back what was typed.
        const { activeElement } = document;
        const isTyping = activeElement?.matches('input, textarea, [contenteditable="true"]') === true;
        if (!isTyping) leaveAndFocus();
      }}
    >
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Content
        ref={box}
        className="tour-step"
        side={isElsewhere ? 'right' : side}
        align={isElsewhere ? 'start' : align}
        alignOffset={isElsewhere ? 0 : alignOffset}
        sideOffset={10}
        collisionPadding={12}
        aria-label={text.label(at + 1, TOUR_STEPS.length, text.steps[step].title)}
        onInteractOutside={(event) => event.preventDefault()}
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {/* Tab goes on into the page, where the library would keep it here. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears a key on its way and does nothing with it */}
        <div className="tour-step-body" onKeyDown={(event) => event.key === 'Tab' && event.stopPropagation()}>
          <p className="small ink-2">{text.position(at + 1, TOUR_STEPS.length)}</p>
          <h2>{text.steps[step].title}</h2>
          <p>{isElsewhere ? text.elsewhere(text.rooms[room ?? 'design']) : text.steps[step].text}</p>
          {!isElsewhere && text.steps[step].tries !== '' && <p className="ink-2">{text.steps[step].tries}</p>}
          <div className="tour-step-verbs">
            {after !== undefined && (
              <button type="button" className="btn link" onClick={leaveAndFocus}>
                {text.leave}
              </button>
            )}
            <span className="grow" />
            {before !== undefined && (
              <button type="button" className="btn" onClick={() => goTo(before)}>
                {text.back}
              </button>
            )}
            <button ref={main} type="button" className="btn primary" aria-disabled={simulates && isRunning} onClick={act}>
              {label}
            </button>
          </div>
          <button type="button" className="btn ghost icon compact tour-step-close" aria-label={text.close} onClick={leaveAndFocus}>
            <X size={14} />
          </button>
        </div>
        <Popover.Arrow className="tour-step-arrow" width={14} height={7} />
      </Popover.Content>
    </Popover.Root>
  );
}
