import { Dices } from 'lucide-react';
import { useState } from 'react';
import type { Field } from '../../shared/kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass, failureInfo, type Policy, type ScenarioTarget } from '../../shared/model/index.ts';
import { expectedIncidents, INCIDENT_RECORDS, randomIncidents } from '../../shared/scenario/index.ts';
import { FieldForm } from '../inspector/index.ts';
import { Modal } from '../parts/index.ts';
import { clockText, countText, figureText, shareText, spanText, words } from '../words/index.ts';
import { addAndSelect } from './edit.ts';
import { beginUnsaved } from './files.ts';
import { targetId } from './lanes.ts';
import { SmallTimeline } from './SmallTimeline.tsx';
import { timelineMs } from './time-grid.ts';
import { timelineStore } from './timeline-store.ts';

const texts = words.scenarioEditor.random;
const close = (): void => timelineStore.setState({ dialog: null });

interface Choice {
  readonly recordId: string;
  readonly target: string;
  readonly occurrence: 'as-they-come' | 'one';
  readonly share: number;
  readonly failure: FailureClass;
  readonly rampShare: number;
  readonly seed: number;
}
const FIRST: Choice = {
  recordId: 'openai',
  target: 'primary-provider',
  occurrence: 'one',
  share: 0.5,
  failure: 'server-error',
  rampShare: 0.1,
  seed: 1,
};
const MOST_LISTED = 6;

/** Draws incidents from published durations and intervals; what was never published is set here and says so. */
export function RandomDialog({ policy, trafficMs }: { readonly policy: Policy; readonly trafficMs: number }) {
  const [choice, setChoice] = useState(FIRST);
  const record = INCIDENT_RECORDS.find(({ id }) => id === choice.recordId) ?? INCIDENT_RECORDS[0]!;
  const targets = targetsIn(policy);
  const target = targets.find(({ id }) => id === choice.target)?.target ?? targets[0]!.target;
  const events = randomIncidents({ ...choice, record, target, durationMs: trafficMs });
  const endMs = timelineMs([], trafficMs);

  const add = (): void => {
    addAndSelect(events, texts.addLabel(events.length));
    close();
  };
  const begin = (): void => {
    const description = texts.description(record.name, String(choice.seed), shareText(choice.share));
    beginUnsaved({ id: 'random-incidents', name: texts.name(record.name), description, events });
    close();
  };
  return (
    <Modal
      title={texts.title}
      description={texts.about}
      isWide
      onClose={close}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            {texts.cancel}
          </button>
          <button type="button" className="btn" disabled={events.length === 0} onClick={begin}>
            {texts.new}
          </button>
          <button type="button" className="btn primary" disabled={events.length === 0} onClick={add}>
            {texts.add}
          </button>
        </>
      }
    >
      <div className="sc-random">
        <div className="sc-random-form">
          <FieldForm
            idPrefix="random"
            fields={fieldsFor(targets)}
            config={{ ...choice }}
            policy={policy}
            nodeId={null}
            isDisabled={false}
            focusKey={null}
            onChange={(key, value) => setChoice((before) => ({ ...before, [key]: key === 'seed' ? Math.round(value as number) : value }))}
          />
          <p className="small sc-assumed">{texts.shareAssumed}</p>
        </div>
        <div className="sc-random-drawn">
          <p className="small ink-2">
            {texts.record(
              countText(record.incidents),
              spanText(record.medianDurationMs),
              spanText(record.p90DurationMs),
              `${figureText(record.medianIntervalMs / 3_600_000)} h`,
              `${figureText(record.shareOfTime * 100)}\u00a0%`,
            )}
          </p>
          {choice.occurrence === 'as-they-come' && (
            <p className="small ink-2">{texts.expected(figureText(expectedIncidents(record, trafficMs), 2), spanText(trafficMs))}</p>
          )}
          <button type="button" className="btn" onClick={() => setChoice((before) => ({ ...before, seed: before.seed + 1 }))}>
            <Dices size={15} aria-hidden="true" /> {texts.again}
          </button>
          <div role="status">
            {events.length === 0 ? (
              <p>{texts.none}</p>
            ) : (
              <>
                <p className="strong">{texts.drawn(events.length)}</p>
                <ul className="sc-random-list">
                  {events.slice(0, MOST_LISTED).map(({ id, startMs, durationMs }) => (
                    <li key={id} className="ink-2">
                      {texts.incident(clockText(startMs, trafficMs), spanText(durationMs))}
                      {startMs + durationMs > trafficMs && <span className="ink-3">, {texts.outlasts}</span>}
                    </li>
                  ))}
                  {events.length > MOST_LISTED && <li className="ink-3">{words.inspector.showMore(events.length - MOST_LISTED)}</li>}
                </ul>
              </>
            )}
          </div>
          <SmallTimeline events={events} endMs={endMs} label={texts.preview} />
        </div>
      </div>
    </Modal>
  );
}

interface NamedTarget {
  readonly id: string;
  readonly label: string;
  readonly target: ScenarioTarget;
}

function targetsIn(policy: Policy): readonly NamedTarget[] {
  const { lane } = words.scenarioEditor;
  const named = (target: ScenarioTarget, label: string): NamedTarget => ({ id: targetId(target), label, target });
  return [
    named({ kind: 'primary-provider' }, lane.primary),
    named({ kind: 'all-providers' }, lane.allProviders),
    ...policy.providers.map(({ id, name }) => named({ kind: 'provider', providerId: id }, name)),
  ];
}

const fieldsFor = (targets: readonly NamedTarget[]): readonly Field[] => [
  {
    key: 'recordId',
    label: texts.like,
    help: texts.likeHelp,
    control: { kind: 'choice', options: INCIDENT_RECORDS.map(({ id, name }) => ({ value: id, label: name })) },
  },
  {
    key: 'target',
    label: texts.strikes,
    help: texts.strikesHelp,
    control: { kind: 'choice', options: targets.map(({ id, label }) => ({ value: id, label })) },
  },
  {
    key: 'occurrence',
    label: texts.occurrence,
    help: texts.occurrenceHelp,
    control: {
      kind: 'choice',
      options: [
        { value: 'one', label: texts.one },
        { value: 'as-they-come', label: texts.asTheyCome },
      ],
    },
  },
  { key: 'share', label: texts.share, help: texts.shareHelp, control: { kind: 'ratio' } },
  {
    key: 'failure',
    label: texts.failure,
    help: texts.failureHelp,
    control: {
      kind: 'choice',
      options: FAILURE_CLASSES.map((value) => ({ value, label: failureInfo(value).label, help: failureInfo(value).sentence })),
    },
  },
  { key: 'rampShare', label: texts.ramp, help: texts.rampHelp, control: { kind: 'ratio', min: 0, max: 0.5 } },
  { key: 'seed', label: texts.seed, help: texts.seedHelp, control: { kind: 'number', min: 0, max: 4_294_967_295, step: 1, unit: '' } },
];
