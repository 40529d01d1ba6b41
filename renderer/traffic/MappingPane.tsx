import { Switch } from 'radix-ui';
import { TIME_UNITS } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { TIME_ZONES, words } from '../words/index.ts';
import type { Choice, Mapping, PresetId, Preview } from './use-preview.ts';

const NEEDED = ['arrival', 'inputTokens', 'outputTokens'] as const;
const OF_REQUEST = [...NEEDED, 'user', 'complexity'] as const;
const OF_OUTCOME = [
  'status',
  'errorCode',
  'errorText',
  'end',
  'latency',
  'firstTokenAt',
  'firstToken',
  'model',
  'provider',
  'cost',
  'cacheHit',
] as const;
export type Role = (typeof OF_REQUEST)[number] | (typeof OF_OUTCOME)[number];

/** What is missing before the log can be read. */
export const missingRoles = (mapping: Mapping): readonly (typeof NEEDED)[number][] =>
  NEEDED.filter((role) => (mapping[role] ?? null) === null);

const PRESETS = Object.entries(words.traffic.presets).map(([value, label]) => ({ value, label }));
const LONGEST_EXAMPLE = 48;

/** Which column holds what, in which unit; each change is read at once. */
export function MappingPane({
  preview,
  choice,
  hashUsers,
  isDisabled,
  onChange,
  onHashUsers,
}: {
  readonly preview: Preview;
  readonly choice: Choice;
  readonly hashUsers: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (choice: Choice) => void;
  readonly onHashUsers: (hashUsers: boolean) => void;
}) {
  const { mapping, columns, detected, preset, reading } = preview;
  const change = (patch: Partial<Mapping>): void => onChange({ ...choice, mapping: { ...choice.mapping, ...patch } });
  const options = columnOptions(preview);
  const missing = missingRoles(mapping);
  const role = (key: Role) => (
    <div className={missing.some((needed) => needed === key) ? 'import-field is-missing' : 'import-field'} key={key}>
      <label htmlFor={`traffic-${key}`}>{words.traffic.roles[key]}</label>
      <Select
        id={`traffic-${key}`}
        value={mapping[key] ?? ''}
        isDisabled={isDisabled}
        options={[
          { value: '', label: NEEDED.some((needed) => needed === key) ? words.traffic.chooseColumn : words.traffic.notInLog },
          ...options,
        ]}
        onChange={(column) => change({ [key]: column === '' ? null : column })}
      />
    </div>
  );
  const taken = new Set([...OF_REQUEST, ...OF_OUTCOME].map((key) => mapping[key] ?? ''));
  const kept = new Set(mapping.metadata ?? []);
  const keepable = columns.filter((column) => kept.has(column) || !taken.has(column)).slice(0, MOST_KEEPABLE);
  return (
    <div className="import-mapping scroll-thin">
      <div className="import-field">
        <label htmlFor="traffic-preset">{words.traffic.preset}</label>
        <Select
          id="traffic-preset"
          value={preset}
          options={PRESETS}
          isDisabled={isDisabled}
          // Another kind of log has other names, so what was chosen under the old ones is let go.
          onChange={(value) => onChange({ preset: value as PresetId, mapping: {} })}
        />
        <p className="small ink-3">
          {preset === detected || detected === 'auto'
            ? preset === 'generic'
              ? words.traffic.usualNames
              : words.traffic.recognised
            : words.traffic.notRecognised(words.traffic.presets[detected])}
        </p>
      </div>
      <fieldset>
        <legend className="caption">{words.traffic.groups.request}</legend>
        {OF_REQUEST.map(role)}
        {(mapping.user ?? null) !== null && (
          <div className="import-switch">
            <Switch.Root
              id="traffic-hash"
              className="switch"
              checked={hashUsers}
              disabled={isDisabled}
              onCheckedChange={onHashUsers}
              aria-describedby="traffic-hash-about"
            >
              <Switch.Thumb asChild>
                <span />
              </Switch.Thumb>
            </Switch.Root>
            <label htmlFor="traffic-hash">{words.traffic.hashUsers}</label>
            <p id="traffic-hash-about" className="small ink-3">
              {words.traffic.aboutHashUsers}
            </p>
          </div>
        )}
      </fieldset>
      <fieldset>
        <legend className="caption">{words.traffic.groups.outcome}</legend>
        <p className="small ink-3">{words.traffic.aboutOutcome}</p>
        {OF_OUTCOME.map(role)}
      </fieldset>
      <fieldset>
        <legend className="caption">{words.traffic.groups.units}</legend>
        <Units mapping={mapping} reading={reading} isDisabled={isDisabled} onChange={change} />
      </fieldset>
      {keepable.length > 0 && (
        <fieldset>
          <legend className="caption">{words.traffic.groups.kept}</legend>
          <p className="small ink-3">{words.traffic.aboutKept}</p>
          <div className="import-kept">
            {keepable.map((column) => (
              <button
                key={column}
                type="button"
                className="chip"
                aria-pressed={kept.has(column)}
                disabled={isDisabled}
                onClick={() => change({ metadata: kept.has(column) ? [...kept].filter((other) => other !== column) : [...kept, column] })}
              >
                {column}
              </button>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

const MOST_KEEPABLE = 60;

/** Every column with a value that stands in it, by which it is recognised. */
function columnOptions({ columns, shown, rows }: Preview) {
  return columns.map((column) => {
    const at = shown.indexOf(column);
    const example = at < 0 ? '' : (rows.find((row) => (row[at] ?? '').trim() !== '')?.[at] ?? '').trim();
    const short = example.length > LONGEST_EXAMPLE ? `${example.slice(0, LONGEST_EXAMPLE)}…` : example;
    return { value: column, label: column, ...(short !== '' && { help: words.traffic.example(short) }) };
  });
}

const { unitNames } = words.traffic;

function Units({
  mapping,
  reading,
  isDisabled,
  onChange,
}: {
  readonly mapping: Mapping;
  readonly reading: Preview['reading'];
  readonly isDisabled: boolean;
  readonly onChange: (patch: Partial<Mapping>) => void;
}) {
  const isDate = reading?.timeUnit === 'date';
  const found = (unit: keyof typeof unitNames | null | undefined): string =>
    words.traffic.fromTheLog(unit === null || unit === undefined ? null : unitNames[unit]);
  const hasDurations = (mapping.latency ?? mapping.firstToken ?? null) !== null;
  const units = (of: readonly (keyof typeof unitNames)[], told: string | undefined, read: keyof typeof unitNames | null | undefined) => [
    { value: '', label: found(told === undefined ? read : null) },
    ...of.map((unit) => ({ value: unit, label: unitNames[unit] })),
  ];
  return (
    <>
      {isDate ? (
        <div className="import-field">
          <label htmlFor="traffic-zone">{words.traffic.units.zone}</label>
          <Select
            id="traffic-zone"
            value={mapping.timeZone ?? 'UTC'}
            isDisabled={isDisabled}
            options={TIME_ZONES.map((zone) => ({ value: zone, label: words.traffic.zoneName(zone) }))}
            onChange={(zone) => onChange({ timeZone: zone === 'UTC' ? undefined : zone })}
          />
        </div>
      ) : (
        <div className="import-field">
          <label htmlFor="traffic-time-unit">{words.traffic.units.time}</label>
          <Select
            id="traffic-time-unit"
            value={mapping.timeUnit ?? ''}
            isDisabled={isDisabled}
            options={units(TIME_UNITS, mapping.timeUnit, reading === null || reading.timeUnit === 'date' ? null : reading.timeUnit)}
            onChange={(unit) => onChange({ timeUnit: TIME_UNITS.find((known) => known === unit) })}
          />
        </div>
      )}
      {hasDurations && (
        <div className="import-field">
          <label htmlFor="traffic-duration-unit">{words.traffic.units.duration}</label>
          <Select
            id="traffic-duration-unit"
            value={mapping.durationUnit ?? ''}
            isDisabled={isDisabled}
            options={units(TIME_UNITS, mapping.durationUnit, reading?.durationUnit)}
            onChange={(unit) => onChange({ durationUnit: TIME_UNITS.find((known) => known === unit) })}
          />
        </div>
      )}
      {(mapping.cost ?? null) !== null && (
        <div className="import-field">
          <label htmlFor="traffic-cost-unit">{words.traffic.units.cost}</label>
          <Select
            id="traffic-cost-unit"
            value={reading?.costUnit ?? mapping.costUnit ?? 'usd'}
            isDisabled={isDisabled}
            options={(['usd', 'cents'] as const).map((unit) => ({ value: unit, label: unitNames[unit] }))}
            onChange={(unit) => onChange({ costUnit: unit === 'cents' ? 'cents' : 'usd' })}
          />
        </div>
      )}
    </>
  );
}
