import { Check, CircleX, FlaskConical, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { matchFits, modelConfig } from '../../shared/calibration/index.ts';
import { setConfig, together } from '../../shared/edit/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { FAILURES, type FailureClass, type PolicyNode } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { Select } from '../parts/index.ts';
import { documentStore, type TrafficChoice, type TrafficHandle, useDocument, viewStore } from '../state/index.ts';
import { countText, latencyText, plainText, shareText, usdText, words } from '../words/index.ts';
import type { Calibration } from './calibration.ts';
import { work } from './work.ts';

type Fit = Calibration['models'][number];
type Compared = Calibration['backTest']['checks'][number];
const text = words.trafficRoom.fit;

interface FitTabProps {
  readonly choice: TrafficChoice & { readonly handle: TrafficHandle };
  readonly isBusy: boolean;
  /** Of this very traffic; null before it was fitted. */
  readonly calibration: Calibration | null;
  readonly onCalibrated: (calibration: Calibration) => void;
}

/** Models from a log with outcomes, and how far to believe them. */
export function FitTab({ choice, isBusy, calibration, onCalibrated }: FitTabProps) {
  const [withPolicy, setWithPolicy] = useState(false);
  const { handle } = choice;
  if (handle.hasOutcomes !== true) {
    return (
      <div className="rh-empty">
        <h2>{text.cannot}</h2>
        <p>{text.cannotAbout}</p>
      </div>
    );
  }
  const start = async (): Promise<void> => {
    const { history } = documentStore.getState();
    const policyText = withPolicy && history !== null ? writePolicy(history.document) : null;
    const end = await work(words.trafficRoom.change.fitting, (signal) =>
      client().traffic.calibrate({ trafficId: handle.trafficId, policyText }, { signal }),
    );
    if (end !== null) onCalibrated(end.calibration);
  };
  const verb = (label: string, tone: string) => (
    <button type="button" className={`btn ${tone}`} disabled={isBusy} onClick={() => void start()}>
      <FlaskConical size={14} aria-hidden="true" /> {label}
    </button>
  );
  const question = (
    <label className="tr-value tr-in-force">
      <input type="checkbox" checked={withPolicy} onChange={(event) => setWithPolicy(event.target.checked)} />
      <span>
        {text.inForce} <span className="ink-3">{text.inForceHelp}</span>
      </span>
    </label>
  );
  if (calibration === null) {
    return (
      <div className="rh-empty">
        <h2>{text.title}</h2>
        <p>{text.about}</p>
        <ol className="tr-steps">
          {text.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {question}
        {verb(text.verb, 'primary')}
      </div>
    );
  }
  return (
    <div className="tr-body scroll-thin">
      <Verdict backTest={calibration.backTest} />
      <section aria-label={text.backTest}>
        <div className="tr-section-head">
          <h2>{text.backTest}</h2>
          <span className="ink-3">{text.halves(calibration.fittedOn, calibration.predicted)}</span>
        </div>
        <CheckTable checks={calibration.backTest.checks} />
      </section>
      <FittedModels key={handle.trafficId} calibration={calibration} />
      <div className="tr-again">
        {question}
        {verb(text.again, 'compact')}
      </div>
    </div>
  );
}

function Verdict({ backTest }: { readonly backTest: Calibration['backTest'] }) {
  const { verdict, sentence } = backTest;
  const [tone, Icon] =
    verdict === 'believe'
      ? (['good', Check] as const)
      : verdict === 'in part'
        ? (['warning', TriangleAlert] as const)
        : (['bad', CircleX] as const);
  return (
    <p className={`tr-verdict room-answer is-${tone}`} role="status">
      <Icon size={18} aria-hidden="true" />
      <span>
        <b>{text.verdict[verdict]}</b> {sentence}
      </span>
    </p>
  );
}

function valueText({ unit }: Compared, value: number): string {
  if (unit === 'ms') return latencyText(value);
  return unit === 'usd' ? usdText(value) : shareText(value);
}

/** `+3 %`, `−12 %`. */
const errorText = (error: number): string => `${error < 0 ? '−' : '+'}${plainText(Math.round(Math.abs(error) * 1000) / 10)}\u00a0%`;

function CheckTable({ checks }: { readonly checks: readonly Compared[] }) {
  return (
    <table className="tr-table tr-checks">
      <thead>
        <tr>
          <th scope="col">{text.head.figure}</th>
          <th scope="col">
            <span aria-hidden="true">●</span> {text.head.recorded}
          </th>
          <th scope="col">
            <span aria-hidden="true">◐</span> {text.head.predicted}
          </th>
          <th scope="col">{text.head.error}</th>
          <th scope="col">{text.head.bound}</th>
          <th scope="col">{text.head.holds}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.figure}>
            <td>{check.figure}</td>
            <td className="tr-number">{valueText(check, check.recorded)}</td>
            <td className="tr-number">{valueText(check, check.predicted)}</td>
            <td className="tr-number">{errorText(check.error)}</td>
            <td className="tr-number ink-3">{text.within(check.bound, check.unit === 'ratio')}</td>
            <td className={`tr-number ${check.holds ? 'ink-t1' : 'ink-failed'}`}>
              {check.holds ? `✓ ${text.holds}` : `× ${check.error > 0 ? text.high : text.low}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const modelNodes = (nodes: readonly PolicyNode[]): readonly PolicyNode[] => nodes.filter(({ kind }) => kind === 'model');
const NO_NODES: readonly PolicyNode[] = [];

function FittedModels({ calibration }: { readonly calibration: Calibration }) {
  const policy = useDocument((state) => state.history?.document.policy ?? null);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const nodes = policy === null ? NO_NODES : modelNodes(policy.nodes);
  const matched = policy === null ? new Map<string, Fit>() : matchFits(policy, calibration.models);
  const fitFor = (nodeId: string): Fit | null => {
    const name = chosen[nodeId];
    if (name === undefined) return matched.get(nodeId) ?? null;
    return calibration.models.find(({ model }) => `=${model}` === name) ?? null;
  };
  const uses = nodes.flatMap((node) => {
    const fit = fitFor(node.id);
    return fit === null ? [] : [{ node, fit }];
  });
  const apply = (): void => {
    const commands = uses.flatMap(({ node, fit }) =>
      Object.entries(modelConfig(fit)).map(([key, value]) => setConfig(node.id, key, value)),
    );
    documentStore.getState().run(together(commands, text.applied(uses.length)));
    viewStore.getState().toast({ tone: 'good', text: text.appliedToast(uses.length) });
  };
  return (
    <>
      <section aria-label={text.models}>
        <div className="tr-section-head">
          <h2>{text.models}</h2>
          <span className="ink-3">{text.modelsAbout}</span>
        </div>
        <table className="tr-table">
          <thead>
            <tr>
              <th scope="col">{text.fitted.model}</th>
              <th scope="col">{text.fitted.calls}</th>
              <th scope="col">{text.fitted.p50}</th>
              <th scope="col">{text.fitted.p95}</th>
              <th scope="col">{text.fitted.p99}</th>
              <th scope="col">{text.fitted.rate}</th>
              <th scope="col">{text.fitted.failures}</th>
              <th scope="col">{text.fitted.cost}</th>
            </tr>
          </thead>
          <tbody>
            {calibration.models.map((fit) => (
              <tr key={fit.model}>
                <td>
                  <b>{fit.model === '' ? text.unnamed : fit.model}</b> <span className="ink-3">{fit.provider}</span>
                  {calibration.left.includes(fit.model) && <div className="small ink-3">{text.tooFew}</div>}
                </td>
                <td className="tr-number">{countText(fit.calls)}</td>
                <td className="tr-number">{latencyText(fit.firstTokenMs[2])}</td>
                <td className="tr-number">{latencyText(fit.firstTokenMs[4])}</td>
                <td className="tr-number">{latencyText(fit.firstTokenMs[5])}</td>
                <td className="tr-number">{fit.msPerOutputToken > 0 ? text.perS(1000 / fit.msPerOutputToken) : '–'}</td>
                <td className="tr-number">{failuresText(fit)}</td>
                <td className="tr-number">{fit.usdPerCall === null ? '–' : usdText(fit.usdPerCall)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-label={text.use}>
        <div className="tr-section-head">
          <h2>{text.use}</h2>
          <span className="ink-3">{text.useAbout}</span>
        </div>
        {nodes.length === 0 ? (
          <p className="ink-3">{text.noModels}</p>
        ) : (
          <div className="tr-uses">
            {nodes.map((node) => (
              <div key={node.id} className="tr-use">
                <label htmlFor={`fit-${node.id}`}>
                  {node.name} <span className="ink-3">{String(node.config['model'] ?? '')}</span>
                </label>
                <Select
                  id={`fit-${node.id}`}
                  value={chosen[node.id] ?? (matched.has(node.id) ? `=${matched.get(node.id)!.model}` : '')}
                  options={[
                    { value: '', label: text.leaveAsIs },
                    ...calibration.models.map(({ model }) => ({ value: `=${model}`, label: model === '' ? text.unnamed : model })),
                  ]}
                  onChange={(value) => setChosen({ ...chosen, [node.id]: value })}
                />
              </div>
            ))}
          </div>
        )}
        <button type="button" className="btn primary" disabled={uses.length === 0 || isReadOnly} onClick={apply}>
          {text.apply(uses.length)}
        </button>
        {uses.length === 0 && nodes.length > 0 && <p className="ink-3 small">{text.noneMatches}</p>}
      </section>
    </>
  );
}

function failuresText({ failures }: Fit): string {
  const told = Object.entries(failures).filter(([, share]) => share > 0);
  if (told.length === 0) return text.none;
  return told
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([failure, share]) => `${FAILURES[failure as FailureClass].label} ${shareText(share)}`)
    .join(', ');
}
