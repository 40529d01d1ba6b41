import { setScenario } from '../../shared/edit/index.ts';
import type { Field } from '../../shared/kinds/index.ts';
import type { Finding, Policy, Scenario } from '../../shared/model/index.ts';
import { sourceOf } from '../../shared/scenario/index.ts';
import { isMac } from '../commands/strokes.ts';
import { SeverityIcon } from '../findings/index.ts';
import { FieldForm } from '../inspector/index.ts';
import { incidentLabel } from '../rehearse/incidents.ts';
import { clockText, spanText, words } from '../words/index.ts';
import { edit } from './edit.ts';
import { inOrder, namesIn } from './event-text.ts';
import { timelineStore } from './timeline-store.ts';

const texts = words.scenarioEditor.about;

const FIELDS: readonly Field[] = [
  { key: 'name', label: texts.name, help: texts.nameHelp, control: { kind: 'text', maxLength: 200 } },
  { key: 'description', label: texts.description, help: texts.descriptionHelp, control: { kind: 'long-text', maxLength: 10_000 } },
];

/** What the whole scenario is, shown while no event is selected. */
export function ScenarioAbout(props: {
  readonly scenario: Scenario;
  /** Shipped, and so without a form: the first change of an event makes a copy. */
  readonly isShipped: boolean;
  readonly policy: Policy;
  readonly findingOf: ReadonlyMap<string, Finding>;
  readonly shownMs: number;
}) {
  const { scenario, isShipped, policy, findingOf, shownMs } = props;
  const names = namesIn(policy);
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-name">
          <p className="inspector-title">{scenario.name}</p>
          <p className="ink-3 small mono">{scenario.id}</p>
        </div>
      </header>
      <div className="inspector-body scroll-thin" key={isShipped ? scenario.id : 'drawn'}>
        {isShipped ? (
          <p className="ink-2">{scenario.description}</p>
        ) : (
          <div className="inspector-form">
            <FieldForm
              idPrefix="scenario"
              fields={FIELDS}
              config={{ name: scenario.name, description: scenario.description }}
              policy={policy}
              nodeId={null}
              isDisabled={false}
              focusKey={null}
              onChange={(key, value, burst) => edit(setScenario({ [key]: value as string }), burst)}
              problemOf={(key, value) => (key === 'name' && value === '' ? words.inspector.textNeeded : undefined)}
            />
          </div>
        )}
        <SourceLines scenarioId={scenario.id} />
        <section className="inspector-section">
          <h2 className="caption">{texts.events}</h2>
          {scenario.events.length === 0 && <p className="ink-2">{texts.noEvents}</p>}
          <ol className="sc-event-list">
            {inOrder(scenario).map((event) => {
              const finding = findingOf.get(event.id);
              return (
                <li key={event.id}>
                  <button type="button" onClick={() => timelineStore.getState().shown?.focusEvent(event.id)}>
                    <span className="sc-event-time ink-3">{clockText(event.startMs, shownMs)}</span>
                    <span>
                      {finding !== undefined && <SeverityIcon severity={finding.severity} size={13} />} {incidentLabel(event, names)}
                      <span className="ink-3"> {spanText(event.durationMs)}</span>
                    </span>
                  </button>
                </li>
              );
            })}
          </ol>
        </section>
        <section className="inspector-section">
          <h2 className="caption">{texts.keys}</h2>
          <dl className="sc-keys">
            {texts.keyList.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  <kbd>{isMac ? keys.replace('Ctrl', '⌘').replace('Alt', '⌥').replace('Shift', '⇧') : keys}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </>
  );
}

/** What a shipped scenario rests on; nothing for one that was drawn. */
export function SourceLines({ scenarioId }: { readonly scenarioId: string }) {
  const source = sourceOf(scenarioId);
  if (source === undefined) return null;
  return (
    <div className="sc-source small ink-2">
      <p>{source.published === null ? texts.nothingPublished : texts.published(source.published)}</p>
      <p>{texts.assumed(source.assumed)}</p>
    </div>
  );
}
