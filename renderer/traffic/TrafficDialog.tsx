import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import { Modal, Select } from '../parts/index.ts';
import { fileName, inputsStore, viewStore } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import { keepTraffic } from './work.ts';
import './traffic.css';

type Preview = Awaited<ReturnType<HostClient['traffic']['preview']>>;
type Shown = Extract<Preview, { ok: true }>;
type Mapping = Shown['mapping'];

const ROLES = [
  { key: 'arrival', label: words.traffic.roles.arrival, isNeeded: true },
  { key: 'inputTokens', label: words.traffic.roles.inputTokens, isNeeded: false },
  { key: 'outputTokens', label: words.traffic.roles.outputTokens, isNeeded: false },
  { key: 'user', label: words.traffic.roles.user, isNeeded: false },
  { key: 'complexity', label: words.traffic.roles.complexity, isNeeded: false },
] as const;

const PRESETS = Object.entries(words.traffic.presets).map(([value, label]) => ({ value, label }));

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
      // Beside all else: whoever imports a log shall not need its file again.
      void keepTraffic(traffic, false);
      const rejected = traffic.rejected.reduce((sum, { rows }) => sum + rows, 0);
      viewStore.getState().toast({
        tone: rejected > 0 || (traffic.notes ?? []).length > 0 ? 'note' : 'good',
        text: words.traffic.read(
          countText(traffic.summary.requestCount),
          rejected === 0
            ? null
            : { rows: countText(rejected), reasons: traffic.rejected.map(({ reason, rows }) => ({ reason, rows: countText(rows) })) },
          traffic.notes ?? [],
        ),
        action: { label: words.trafficRoom.lookAt, run: () => viewStore.getState().goTo('traffic') },
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
      title={words.traffic.title(fileName(path))}
      description={words.traffic.about}
      isWide
      onClose={close}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            {words.traffic.cancel}
          </button>
          <button
            type="button"
            className="btn primary"
            disabled={shown === null || mapping.arrival === undefined || isReading}
            onClick={() => void read()}
          >
            {isReading ? words.traffic.reading : words.traffic.use}
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
          {words.traffic.noArrival(shown.columns)}
        </p>
      )}
      {preview === null && problem === null && <p className="ink-2">{words.traffic.readingRows}</p>}
      {shown !== null && (
        <>
          <div className="traffic-roles">
            <label htmlFor="traffic-preset">{words.traffic.preset}</label>
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
                value={mapping[key] ?? undefined}
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
          { value: '', label: isNeeded ? words.traffic.chooseColumn : words.traffic.notInLog },
          ...columns.map((column) => ({ value: column, label: column })),
        ]}
        onChange={onChange}
      />
    </>
  );
}
