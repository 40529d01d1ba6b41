import { useEffect, useRef, useState } from 'react';
import type { Control, Field, Route, RouteCondition } from '../../../shared/kinds/index.ts';
import { Select } from '../../parts/index.ts';
import { words } from '../../words/index.ts';
import { NumberControl, TextControl } from '../controls.tsx';
import type { FigureControl } from '../number-text.ts';
import { refusal } from '../refusal.ts';
import { type Comparison, compared, comparisonOf, rangeOf, valuesOf } from './route.ts';
import type { TrafficColumn } from './use-route-counts.ts';

const COMPARISONS: readonly Comparison[] = ['from', 'under', 'between'];

type Key = keyof Route & string;

/** "No end" is said by the comparison here, and needs no second place. */
const withoutAbsence = (control: FigureControl): FigureControl =>
  control.kind === 'optional-number'
    ? { kind: 'number', min: control.min, max: control.max, step: control.step, unit: control.unit }
    : control;

/** One condition as a row: what is looked at, how it is compared, with what. */
export function RouteItem({
  id,
  number,
  route,
  fields,
  columns,
  trafficName,
  isDisabled,
  focusKey,
  problemOf,
  onChange,
}: {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly route: Route;
  readonly fields: readonly Field[];
  /** Of the chosen traffic; undefined while they are not known. */
  readonly columns: readonly TrafficColumn[] | undefined;
  readonly trafficName: string | undefined;
  readonly isDisabled: boolean;
  readonly focusKey: string | null;
  readonly problemOf: (key: Key, value: unknown) => string | undefined;
  readonly onChange: (route: Route, burst?: string) => void;
}) {
  const [errors, setErrors] = useState<Readonly<Partial<Record<Key, string>>>>({});
  const range = rangeOf(route);
  // A range from 0 and one without a lower end are the same: only the person's choice tells which form is wanted.
  const [wished, setWished] = useState<Comparison | null>(null);
  const comparison = range === undefined ? null : wished === 'between' && range.max !== null ? 'between' : comparisonOf(range);
  const item = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusKey === null) return;
    item.current?.scrollIntoView({ block: 'center' });
    item.current?.querySelector<HTMLElement>(`[data-key="${focusKey}"] input, [data-key="${focusKey}"] button`)?.focus();
  }, [focusKey]);
  const failed = (key: Key, sentence: string | undefined): void => setErrors((before) => ({ ...before, [key]: sentence }));
  const set = (key: Key, value: unknown, burst?: string): void => {
    const problem = refusal(problemOf(key, value), value, fields.find((field) => field.key === key)?.help ?? '');
    failed(key, problem);
    if (problem === undefined) onChange({ ...route, [key]: value }, burst);
  };
  const controlOf = <K extends Control['kind']>(key: Key): Extract<Control, { kind: K }> =>
    fields.find((field) => field.key === key)?.control as Extract<Control, { kind: K }>;
  const shared = (key: Key, label: string) => ({
    id: `${id}-${key}`,
    label,
    value: route[key],
    isDisabled,
    hasError: errors[key] !== undefined,
    onChange: (value: unknown, burst?: string) => set(key, value, burst),
    onError: (sentence: string | undefined) => failed(key, sentence),
  });
  const figure = (key: Key, label: string) => (
    <span className="route-part" data-key={key}>
      <label className="visually-hidden" htmlFor={`${id}-${key}`} id={`${id}-${key}-help`}>
        {label}
      </label>
      <NumberControl {...shared(key, label)} control={withoutAbsence(controlOf<FigureControl['kind']>(key))} />
    </span>
  );
  const text = (key: 'name' | 'key' | 'values', label: string, placeholder: string) => (
    <span className="route-part is-wide" data-key={key}>
      <label className="visually-hidden" htmlFor={`${id}-${key}`} id={`${id}-${key}-help`}>
        {label}
      </label>
      <TextControl {...shared(key, label)} control={{ ...controlOf<'text'>(key), placeholder }} />
    </span>
  );
  const isTokens = route.condition === 'input-tokens';
  const criteria = controlOf<'choice'>('condition').options;
  const wrong = Object.entries(errors).filter((entry): entry is [Key, string] => entry[1] !== undefined);
  return (
    <div className="route" ref={item}>
      {text('name', words.routes.name(number), words.routes.namePlaceholder)}
      <div className="route-row">
        <span className="route-part is-wide" data-key="condition">
          <Select
            label={words.routes.criterion(number)}
            value={route.condition}
            options={criteria.map((option) => ({ value: String(option.value), label: option.label, help: option.help }))}
            isDisabled={isDisabled}
            onChange={(condition) => {
              setErrors({});
              onChange({ ...route, condition: condition as RouteCondition });
            }}
          />
        </span>
        {comparison !== null && (
          <span className="route-part is-wide">
            <Select
              label={words.routes.operator(number)}
              value={comparison}
              options={COMPARISONS.map((value) => ({ value, label: words.routes.operators[value] }))}
              isDisabled={isDisabled}
              onChange={(chosen) => {
                setErrors({});
                setWished(chosen as Comparison);
                onChange(compared(route, chosen as Comparison));
              }}
            />
          </span>
        )}
        {route.condition === 'percentage' && figure('share', words.routes.share(number))}
      </div>
      {comparison !== null && (
        <div className="route-row">
          {comparison !== 'under' && figure(isTokens ? 'minInputTokens' : 'minComplexity', words.routes.from(number))}
          {comparison === 'between' && <span className="ink-2">{words.routes.and}</span>}
          {comparison !== 'from' && figure(isTokens ? 'maxInputTokens' : 'maxComplexity', words.routes.to(number))}
        </div>
      )}
      {route.condition === 'metadata' && (
        <>
          <div className="route-row">
            {text('key', words.routes.column(number), words.routes.columnPlaceholder)}
            <span className="ink-2">{words.routes.isOneOf}</span>
          </div>
          <ColumnChips
            route={route}
            columns={columns}
            trafficName={trafficName}
            isDisabled={isDisabled}
            onChoose={(key) => set('key', key)}
          />
          <div className="route-row">{text('values', words.routes.values(number), words.routes.valuesPlaceholder)}</div>
          <ValueChips
            route={route}
            values={columns?.find(({ key }) => key === route.key.trim())?.values ?? []}
            isDisabled={isDisabled}
            onChange={(values) => set('values', values)}
          />
        </>
      )}
      {wrong.map(([key, sentence]) => (
        <span key={key} id={`${id}-${key}-error`} className="small ink-failed" role="alert">
          {sentence}
        </span>
      ))}
    </div>
  );
}

/** Columns that the chosen traffic has, until one of them is named. */
function ColumnChips({
  route,
  columns,
  trafficName = '',
  isDisabled,
  onChoose,
}: {
  readonly route: Route;
  readonly columns: readonly TrafficColumn[] | undefined;
  readonly trafficName: string | undefined;
  readonly isDisabled: boolean;
  readonly onChoose: (key: string) => void;
}) {
  const key = route.key.trim();
  if (columns === undefined) return null;
  if (columns.length === 0) return <p className="small ink-3">{words.routes.noColumns(trafficName)}</p>;
  if (columns.some((column) => column.key === key)) return null;
  const fitting = columns.filter((column) => column.key.toLowerCase().includes(key.toLowerCase()));
  return (
    <p className="route-chips small ink-3">
      {key === '' || fitting.length > 0 ? words.routes.inTraffic : words.routes.notAColumn(key, trafficName)}
      {(fitting.length > 0 ? fitting : columns).slice(0, 8).map((column) => (
        <button
          key={column.key}
          type="button"
          className="chip"
          disabled={isDisabled}
          aria-label={words.routes.takeColumn(column.key)}
          onClick={() => onChoose(column.key)}
        >
          {column.key}
        </button>
      ))}
    </p>
  );
}

/** The commonest values of the column, to be switched on and off. */
function ValueChips({
  route,
  values,
  isDisabled,
  onChange,
}: {
  readonly route: Route;
  readonly values: readonly string[];
  readonly isDisabled: boolean;
  readonly onChange: (values: string) => void;
}) {
  const chosen = valuesOf(route.values);
  // A comma is what keeps two values apart, so a value that holds one cannot be written.
  const offered = values.filter((value) => !value.includes(',') && value.trim() === value && value !== '');
  if (offered.length === 0) return null;
  return (
    <p className="route-chips small ink-3">
      {words.routes.inTraffic}
      {offered.map((value) => {
        const isOn = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={isOn}
            disabled={isDisabled}
            aria-label={isOn ? words.routes.removeValue(value) : words.routes.addValue(value)}
            onClick={() => onChange((isOn ? chosen.filter((other) => other !== value) : [...chosen, value]).join(', '))}
          >
            {value}
          </button>
        );
      })}
    </p>
  );
}
