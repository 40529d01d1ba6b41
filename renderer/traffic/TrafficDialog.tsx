import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import { Modal, Select } from '../parts/index.ts';
import { countText } from '../rehearse/figure-text.ts';
import { fileName, inputsStore, viewStore } from '../state/index.ts';
import './traffic.css';

type Preview = Awaited<ReturnType<HostClient['traffic']['preview']>>;
type Shown = Extract<Preview, { ok: true }>;
type Mapping = Shown['mapping'];

const ROLES = [
  { key: 'arrival', label: 'Time of arrival', isNeeded: true },
  { key: 'inputTokens', label: 'Tokens of the question', isNeeded: false },
  { key: 'outputTokens', label: 'Tokens of the answer', isNeeded: false },
  { key: 'user', label: 'User', isNeeded: false },
  { key: 'complexity', label: 'Complexity, 0 to 1', isNeeded: false },
] as const;

const PRESETS = [
  { value: 'azure', label: 'Azure LLM trace' },
  { value: 'burstgpt', label: 'BurstGPT' },
  { value: 'generic', label: 'Any table' },
];

/** Which column of a log says what; found by name, shown with the first rows, corrected by hand. */
export function TrafficDialog({ path }: { readonly path: string }) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [preset, setPreset] = useState<Shown['preset']>('auto');
  const [mapping, setMapping] = useState<Mapping>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const close = (): void => viewStore.getState().show({ trafficToMap: null });
  useEffect(() => {
    let isCurrent = true;
    void client()
      .traffic.preview({ path })
      .then((result) => {
        if (!isCurrent) return;
        setPreview(result);
        if (result.ok) {
          setPreset(result.preset);
          setMapping(result.mapping);
        } else setProblem(result.message);
      })
      .catch((error) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      isCurrent = false;
    };
  }, [path]);

  const shown = preview?.ok === true ? preview : null;
  const read = async (): Promise<void> => {
    setReading(true);
    setProblem(null);
    try {
      const result = await client().traffic.load({ path, preset, mapping });
      if (!result.ok) return setProblem(result.message);
      const { traffic } = result;
      inputsStore.getState().chooseTraffic({ path, label: traffic.summary.label, handle: traffic });
      const rejected = traffic.rejected.reduce((sum, { rows }) => sum + rows, 0);
      viewStore.getState().toast({
        tone: rejected > 0 || (traffic.notes ?? []).length > 0 ? 'note' : 'good',
        text: `Read ${countText(traffic.summary.requestCount)} requests.${rejected > 0 ? ` ${countText(rejected)} rows could not be used: ${traffic.rejected.map(({ reason, rows }) => `${reason} (${countText(rows)})`).join(', ')}.` : ''}${(traffic.notes ?? []).map((note) => ` ${note}`).join('')}`,
      });
      close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setReading(false);
    }
  };
  const roleOf = (column: string): string | undefined => ROLES.find(({ key }) => mapping[key] === column)?.label;
  return (
    <Modal
      title={`Traffic from ${fileName(path)}`}
      description="Say which column holds what. Only times and token counts are read; nothing leaves this computer."
      isWide
      onClose={close}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            className="btn primary"
            disabled={shown === null || mapping.arrival === undefined || isReading}
            onClick={() => void read()}
          >
            {isReading ? 'Reading …' : 'Use this traffic'}
          </button>
        </>
      }
    >
      {problem !== null && (
        <p className="finding is-error traffic-problem" role="alert">
          {problem}
        </p>
      )}
      {problem === null && shown !== null && mapping.arrival === undefined && (
        <p className="finding is-warning traffic-problem" role="status">
          No column says by its name when a request arrived, so the log cannot be replayed yet. It has {shown.columns.join(', ')}. Choose
          the one that holds the time.
        </p>
      )}
      {preview === null && problem === null && <p className="ink-2">Reading the first rows …</p>}
      {shown !== null && (
        <>
          <div className="traffic-roles">
            <label htmlFor="traffic-preset">Kind of log</label>
            <Select
              id="traffic-preset"
              value={preset === 'auto' ? 'generic' : preset}
              options={PRESETS}
              onChange={(value) => setPreset(value as Shown['preset'])}
            />
            {ROLES.map(({ key, label, isNeeded }) => (
              <Role
                key={key}
                id={`traffic-${key}`}
                label={label}
                isNeeded={isNeeded}
                value={mapping[key]}
                columns={shown.columns}
                onChange={(column) => {
                  const { [key]: _, ...rest } = mapping;
                  setMapping(column === '' ? rest : { ...rest, [key]: column });
                }}
              />
            ))}
          </div>
          <div className="traffic-table scroll-thin">
            <table>
              <thead>
                <tr>
                  {shown.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                      <span className="ink-accent small">{roleOf(column) ?? ' '}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.rows.slice(0, 6).map((row, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row of a log has no other identity than its position
                  <tr key={i}>
                    {row.map((cell, j) => (
                      <td key={shown.columns[j] ?? j} className="mono">
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Modal>
  );
}

function Role({
  id,
  label,
  isNeeded,
  value,
  columns,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly isNeeded: boolean;
  readonly value: string | undefined;
  readonly columns: readonly string[];
  readonly onChange: (column: string) => void;
}) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        value={value ?? ''}
        options={[
          { value: '', label: isNeeded ? 'choose a column' : 'not in this log' },
          ...columns.map((column) => ({ value: column, label: column })),
        ]}
        onChange={onChange}
      />
    </>
  );
}
