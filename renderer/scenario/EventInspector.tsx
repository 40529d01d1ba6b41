import { Copy, Trash2 } from 'lucide-react';
import { changeEvents } from '../../shared/edit/index.ts';
import type { Field } from '../../shared/kinds/index.ts';
import type { Finding, Policy, ScenarioEvent } from '../../shared/model/index.ts';
import { fittingEffects } from '../../shared/scenario/index.ts';
import { SeverityIcon } from '../findings/index.ts';
import { FieldForm } from '../inspector/index.ts';
import { clockText, words } from '../words/index.ts';
import { duplicateSelected, edit, removeSelected } from './edit.ts';
import { configOf, EFFECT_FIELDS, isEffectKind, timeFields, withEffect, withField } from './effect-fields.ts';
import { type Lane, targetId } from './lanes.ts';

const texts = words.scenarioEditor;
const form = texts.form;

/** The form of one event: what happens, to whom, when, and how sharply it sets in. */
export function EventInspector(props: {
  readonly event: ScenarioEvent;
  readonly policy: Policy;
  readonly lanes: readonly Lane[];
  readonly findings: readonly Finding[];
  readonly shownMs: number;
}) {
  const { event, policy, lanes, findings, shownMs } = props;
  const put = (next: ScenarioEvent, burst?: string): void => edit(changeEvents([next]), burst);
  const fitting = fittingEffects(event.target, policy);
  // What it is stays in the list, though it cannot be felt there: the finding says so.
  const kinds = fitting.includes(event.effect.kind) ? fitting : [event.effect.kind, ...fitting];
  const head: readonly Field[] = [
    { key: 'name', label: form.name, help: form.nameHelp, control: { kind: 'text', maxLength: 200 } },
    {
      key: 'target',
      label: form.target,
      help: form.targetHelp,
      control: {
        kind: 'choice',
        options: lanes.map(({ id, label, detail }) => ({ value: id, label, ...(detail !== null && { help: detail }) })),
      },
    },
    {
      key: 'effect',
      label: form.effect,
      help: form.effectHelp,
      control: {
        kind: 'choice',
        options: kinds.map((kind) => ({ value: kind, label: texts.effects[kind].label, help: texts.effects[kind].does })),
      },
    },
  ];
  const onHead = (key: string, value: unknown, burst?: string): void => {
    if (key === 'name' && typeof value === 'string') put({ ...event, name: value }, burst);
    if (key === 'effect' && isEffectKind(value)) put(withEffect(event, value));
    if (key !== 'target') return;
    const target = lanes.find(({ id }) => id === value)?.target;
    if (target === undefined) return;
    const moved = { ...event, target };
    const [first] = fittingEffects(target, policy);
    const fits = first === undefined || fittingEffects(target, policy).includes(event.effect.kind);
    put(fits ? moved : withEffect(moved, first));
  };
  const shared = { policy, nodeId: null, isDisabled: false, focusKey: null } as const;
  const config = configOf(event);
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-name">
          <p className="inspector-title">{event.name}</p>
          <p className="ink-3 small">
            {form.endsAt(clockText(event.startMs, shownMs), clockText(event.startMs + event.durationMs, shownMs))}
          </p>
        </div>
        <button type="button" className="btn ghost icon" aria-label={texts.commands.duplicateEvents} onClick={duplicateSelected}>
          <Copy size={15} aria-hidden="true" />
        </button>
        <button type="button" className="btn ghost icon" aria-label={texts.commands.remove} onClick={removeSelected}>
          <Trash2 size={15} aria-hidden="true" />
        </button>
      </header>
      <div className="inspector-body scroll-thin" key={event.id}>
        {findings.map(({ rule, severity, message }) => (
          <div key={rule} className={`finding is-${severity}`}>
            <SeverityIcon severity={severity} />
            <p>{message}</p>
          </div>
        ))}
        <div className="inspector-form">
          <FieldForm
            {...shared}
            idPrefix="event"
            fields={head}
            config={{ name: event.name, target: targetId(event.target), effect: event.effect.kind }}
            onChange={onHead}
            problemOf={(key, value) => (key === 'name' && value === '' ? words.inspector.textNeeded : undefined)}
          />
        </div>
        <section className="inspector-section" aria-label={texts.effects[event.effect.kind].label}>
          <p className="ink-2">{texts.effects[event.effect.kind].does}</p>
          <FieldForm
            {...shared}
            idPrefix="event-effect"
            fields={EFFECT_FIELDS[event.effect.kind]}
            config={config}
            onChange={(key, value, burst) => put(withField(event, key, value), burst)}
          />
          <p className="ink-3 small">{form.assumed}</p>
        </section>
        <section className="inspector-section" aria-label={form.when}>
          <FieldForm
            {...shared}
            idPrefix="event-time"
            fields={timeFields(shownMs)}
            config={config}
            onChange={(key, value, burst) => put(withField(event, key, value), burst)}
          />
        </section>
      </div>
    </>
  );
}

export function SeveralInspector({ count }: { readonly count: number }) {
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-name">
          <p className="inspector-title">{texts.several(count)}</p>
        </div>
      </header>
      <div className="inspector-body">
        <p className="ink-2">{texts.severalHint}</p>
        <div className="verb-row">
          <button type="button" className="btn" onClick={duplicateSelected}>
            <Copy size={14} aria-hidden="true" /> {texts.verbs.duplicate}
          </button>
          <button type="button" className="btn danger" onClick={removeSelected}>
            <Trash2 size={14} aria-hidden="true" /> {words.inspector.delete}
          </button>
        </div>
      </div>
    </>
  );
}
