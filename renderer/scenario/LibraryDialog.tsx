import { CircleSlash, Search } from 'lucide-react';
import { useState } from 'react';
import type { Policy, Scenario } from '../../shared/model/index.ts';
import { library, strikesNothing } from '../../shared/scenario/index.ts';
import { scenarioGroups } from '../app/scenario-groups.ts';
import { Modal } from '../parts/index.ts';
import { inputsStore, selectEvents, useInputs, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { addAndSelect } from './edit.ts';
import { SourceLines } from './ScenarioAbout.tsx';
import { SmallTimeline } from './SmallTimeline.tsx';
import { timelineMs } from './time-grid.ts';
import { timelineStore } from './timeline-store.ts';

const texts = words.scenarioEditor.library;
const close = (): void => timelineStore.setState({ dialog: null });
const GROUPS = scenarioGroups(library);

/** Every shipped scenario with its picture, its description and what it rests on. */
export function LibraryDialog({ policy, trafficMs }: { readonly policy: Policy; readonly trafficMs: number | null }) {
  const [wanted, setWanted] = useState('');
  const own = useInputs((state) => state.ownScenarios);
  const words_ = wanted.trim().toLowerCase();
  const isFound = ({ name, description }: Scenario): boolean => `${name} ${description}`.toLowerCase().includes(words_);
  const groups = [...(own.length === 0 ? [] : [{ label: words.app.scenario.ofPolicy, scenarios: own }]), ...GROUPS]
    .map(({ label, scenarios }) => ({ label, scenarios: scenarios.filter(isFound) }))
    .filter(({ scenarios }) => scenarios.length > 0);
  return (
    <Modal
      title={texts.title}
      description={texts.about}
      isWide
      onClose={close}
      footer={
        <button type="button" className="btn" onClick={close}>
          {texts.close}
        </button>
      }
    >
      <label className="search sc-library-search">
        <Search size={14} aria-hidden="true" />
        <input value={wanted} placeholder={texts.find} aria-label={texts.find} onChange={(event) => setWanted(event.target.value)} />
      </label>
      {groups.length === 0 && <p className="ink-2">{texts.none}</p>}
      {groups.map(({ label, scenarios }) => (
        <section key={label} className="sc-library-group">
          <h3 className="caption">{label}</h3>
          {scenarios.map((scenario) => (
            <LibraryEntry key={scenario.id} scenario={scenario} policy={policy} trafficMs={trafficMs} />
          ))}
        </section>
      ))}
    </Modal>
  );
}

function LibraryEntry({
  scenario,
  policy,
  trafficMs,
}: {
  readonly scenario: Scenario;
  readonly policy: Policy;
  readonly trafficMs: number | null;
}) {
  const [reason, ...others] = strikesNothing(scenario, policy, trafficMs ?? Number.POSITIVE_INFINITY);
  const use = (): void => {
    selectEvents([]);
    inputsStore.getState().chooseScenario(scenario);
    close();
  };
  const add = (): void => {
    if (addAndSelect(scenario.events, texts.addLabel(scenario.name)).length > 0) {
      viewStore.getState().toast({ tone: 'good', text: texts.added(scenario.name) });
    }
    close();
  };
  return (
    <article className="sc-library-entry" aria-label={scenario.name}>
      <div className="sc-library-head">
        <h4>{scenario.name}</h4>
        <button type="button" className="btn compact" aria-label={texts.addName(scenario.name)} onClick={add}>
          {texts.add}
        </button>
        <button type="button" className="btn compact primary" aria-label={texts.useName(scenario.name)} onClick={use}>
          {texts.use}
        </button>
      </div>
      <SmallTimeline
        events={scenario.events}
        endMs={Math.max(3_600_000, timelineMs(scenario.events, null))}
        label={texts.picture(scenario.events.length)}
      />
      <p className="ink-2">{scenario.description}</p>
      {reason !== undefined && (
        <p className="sc-library-idle small">
          <CircleSlash size={12} aria-hidden="true" /> {words.scenarios.idle(reason, others.length)}
        </p>
      )}
      <SourceLines scenarioId={scenario.id} />
    </article>
  );
}
