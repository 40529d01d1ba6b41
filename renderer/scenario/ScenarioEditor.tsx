import { useEffect, useMemo, useRef } from 'react';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { checkScenario } from '../../shared/scenario/index.ts';
import { draftOf, useDocument, useInputs, useScenarioDrafts } from '../state/index.ts';
import { words } from '../words/index.ts';
import { EventInspector, SeveralInspector } from './EventInspector.tsx';
import { clipboardText, cutSelected, pasteText } from './edit.ts';
import { LibraryDialog } from './LibraryDialog.tsx';
import { laneGroups, lanesOf } from './lanes.ts';
import { RandomDialog } from './RandomDialog.tsx';
import { ScenarioAbout } from './ScenarioAbout.tsx';
import { ScenarioBar } from './ScenarioBar.tsx';
import { Timeline } from './Timeline.tsx';
import { timelineMs } from './time-grid.ts';
import { timelineStore, useTimeline } from './timeline-store.ts';
import { useTraffic } from './use-traffic.ts';
import './scenario.css';

const texts = words.scenarioEditor;

/** Where a scenario is drawn: what goes wrong, whom it strikes and when. The one on the screen is the one that is simulated. */
export function ScenarioEditor() {
  const policy = useDocument((state) => state.history?.document.policy ?? null);
  return policy === null ? null : <Editor policy={policy} />;
}

function Editor({ policy }: { readonly policy: Policy }) {
  const scenario = useInputs((state) => state.scenario);
  const drafts = useScenarioDrafts((state) => state.drafts);
  const selected = useScenarioDrafts((state) => state.selected);
  const dialog = useTimeline((state) => state.dialog);
  const traffic = useTraffic();
  const draft = draftOf(drafts, scenario);
  const isShipped = draft === undefined || draft.history.document === draft.copyOf;
  const shownMs = timelineMs(scenario.events, traffic.durationMs);
  const lanes = useMemo(() => lanesOf(laneGroups(policy, scenario)), [policy, scenario]);
  const findings = useMemo(
    () => checkScenario(scenario, policy, traffic.durationMs ?? Number.POSITIVE_INFINITY),
    [scenario, policy, traffic.durationMs],
  );
  const findingOf = useMemo(() => {
    const worst = new Map<string, Finding>();
    for (const finding of findings) {
      const id = scenario.events[Number(finding.path?.[1])]?.id;
      if (id !== undefined && (!worst.has(id) || finding.severity === 'error')) worst.set(id, finding);
    }
    return worst;
  }, [findings, scenario]);
  const inspector = useRef<HTMLElement>(null);
  const onOpenEvent = (): void => {
    // The form of the event that was just selected is not drawn yet.
    setTimeout(() => inspector.current?.querySelector<HTMLElement>('.field-control :is(input, button)')?.focus(), 0);
  };
  useClipboard();
  useEffect(() => () => timelineStore.setState({ dialog: null }), []);

  const chosen = selected.length === 1 ? scenario.events.find(({ id }) => id === selected[0]) : undefined;
  const at = chosen === undefined ? -1 : scenario.events.indexOf(chosen);
  const note = traffic.state === 'reading' ? texts.reading : traffic.state === 'none' ? texts.noTraffic : null;
  return (
    <div className="sc-editor">
      <div className="sc-main">
        <ScenarioBar scenario={scenario} draft={draft} />
        {note !== null && (
          <p className="sc-note ink-2" role="status">
            {note}
          </p>
        )}
        {scenario.events.length === 0 && (
          <p className="sc-note">
            <b>{texts.empty.title}</b> <span className="ink-2">{texts.empty.text}</span>
          </p>
        )}
        <Timeline scenario={scenario} policy={policy} traffic={traffic} findingOf={findingOf} onOpenEvent={onOpenEvent} />
      </div>
      <aside ref={inspector} className="inspector sc-inspector" aria-label={words.inspector.title}>
        {chosen !== undefined ? (
          <EventInspector
            event={chosen}
            policy={policy}
            lanes={lanes}
            shownMs={shownMs}
            findings={findings.filter(({ path }) => path?.[1] === at)}
          />
        ) : selected.length > 1 ? (
          <SeveralInspector count={selected.length} />
        ) : (
          <ScenarioAbout scenario={scenario} isShipped={isShipped} policy={policy} findingOf={findingOf} shownMs={shownMs} />
        )}
      </aside>
      {dialog === 'library' && <LibraryDialog policy={policy} trafficMs={traffic.durationMs} />}
      {dialog === 'random' && <RandomDialog policy={policy} trafficMs={traffic.durationMs ?? shownMs} />}
    </div>
  );
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Copy, cut and paste by the system's own events, which need no permission. */
function useClipboard(): void {
  useEffect(() => {
    const isMeant = ({ target }: ClipboardEvent): boolean =>
      !isField(target) && document.querySelector('.veil') === null && (window.getSelection()?.isCollapsed ?? true);
    const onCopy = (event: ClipboardEvent): void => {
      const text = isMeant(event) ? clipboardText() : null;
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') cutSelected();
    };
    const onPaste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!isMeant(event) || text.trim() === '') return;
      event.preventDefault();
      pasteText(text);
    };
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
}
