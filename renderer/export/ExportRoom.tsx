import { Check, CircleAlert, CircleX, Copy, Eye, FileOutput } from 'lucide-react';
import { RadioGroup, Tabs } from 'radix-ui';
import { type ReactNode, useEffect, useState } from 'react';
import { type Dialect, dialects, type Exported, type ExportOptions, type Gateway } from '../../shared/gateways/index.ts';
import type { Finding, Result } from '../../shared/model/index.ts';
import { lookThroughGateway, useDocument, useFindings, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { copyText, exportToFile, type Written } from './actions.ts';
import { ExportFindings } from './ExportFindings.tsx';
import { ExportPreview } from './ExportPreview.tsx';
import { FidelityList } from './FidelityList.tsx';
import { GatewayPrice } from './GatewayPrice.tsx';
import { previewExport, targets } from './preview.ts';
import { ServeHint } from './ServeHint.tsx';
import './export.css';

/** What each target would get: the file, what it does otherwise, what stands in the way, and the verb. */
export function ExportRoom() {
  const policy = useDocument((state) => state.history?.document.policy);
  const findings = useFindings((state) => state.findings);
  const targetId = useView((state) => state.exportTarget);
  const gateway = targets.find(({ id }) => id === targetId) ?? targets[0]!;
  const [protections, setProtections] = useState<ExportOptions['protections']>('refuse');
  const [part, setPart] = useState('');
  const [preview, setPreview] = useState<Result<Exported, readonly Finding[]> | null>(null);
  const [written, setWritten] = useState<Written | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setWritten(null);
    if (policy === undefined) return;
    void previewExport(gateway, policy, protections).then((result) => isCurrent && setPreview(result));
    return () => {
      isCurrent = false;
    };
  }, [policy, gateway, protections]);
  if (policy === undefined) return null;
  const errors = preview === null || preview.ok ? [] : preview.error;
  const exported = preview?.ok === true ? preview.value : null;
  const isNative = gateway.dialect === null;
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const file = exported?.files.find((one) => one.part === part) ?? exported?.files[0] ?? null;
  const isProtection = errors.length > 0 && errors.every(({ rule }) => rule === 'export/protection-not-expressible');
  return (
    <main className="room export-room">
      <div className="room-head">
        <h1>{words.exports.question}</h1>
        <Answer isChecking={preview === null} errors={errors} exported={exported} gateway={gateway} />
      </div>
      <div className="export-body">
        <aside className="export-side scroll-thin">
          <RadioGroup.Root
            className="export-targets"
            aria-label={words.exports.target}
            value={gateway.id}
            onValueChange={(exportTarget) => viewStore.getState().show({ exportTarget })}
          >
            {targets.map(({ id, title, purpose }) => (
              <div key={id} className="export-target">
                <RadioGroup.Item id={`target-${id}`} value={id} className="radio" aria-describedby={`target-${id}-purpose`}>
                  <RadioGroup.Indicator className="radio-dot" />
                </RadioGroup.Item>
                <span>
                  <label htmlFor={`target-${id}`} className="strong">
                    {title}
                  </label>
                  <span id={`target-${id}-purpose`} className="small ink-2 export-purpose">
                    {purpose}
                  </span>
                </span>
              </div>
            ))}
          </RadioGroup.Root>
          <section>
            <div className="export-verbs">
              <button
                type="button"
                className="btn primary"
                disabled={exported === null}
                onClick={() => void exportToFile(gateway, protections, setWritten)}
              >
                <FileOutput size={14} /> {words.exports.toFile}
              </button>
              <button type="button" className="btn" disabled={file === null} onClick={() => file !== null && void copyText(file.text)}>
                <Copy size={14} /> {words.exports.copy}
              </button>
            </div>
            {exported !== null && !isNative && exported.fidelity.some(({ fidelity }) => fidelity !== 'exact') && (
              <p className="small ink-2">{words.exports.beside}</p>
            )}
            {written !== null && (
              <p className="export-written" role="status">
                <Check size={14} /> {words.exports.writtenTo} <span className="mono">{written.path}</span>
                <span className="mono ink-3">{words.exports.sha256(written.sha256.slice(0, 16))}</span>
              </p>
            )}
          </section>
          {errors.length > 0 && (
            <section>
              <h2 className="caption">{words.exports.inTheWay}</h2>
              <ExportFindings findings={errors} />
              {isProtection && (
                <div className="export-choice">
                  <button type="button" className="btn" onClick={() => setProtections('leave-out')}>
                    {words.exports.leaveOut}
                  </button>
                  <span className="small ink-2">{words.exports.leaveOutHelp}</span>
                </div>
              )}
            </section>
          )}
          {protections === 'leave-out' && errors.length === 0 && !isNative && (
            <div className="export-choice">
              <span className="small ink-2">{words.exports.leftOut}</span>
              <button type="button" className="btn" onClick={() => setProtections('refuse')}>
                {words.exports.refuse}
              </button>
            </div>
          )}
          {exported !== null && exported.findings.length > 0 && (
            <section>
              <h2 className="caption">{words.exports.worthKnowing}</h2>
              <ExportFindings findings={exported.findings} />
            </section>
          )}
          {exported !== null && !isNative && (
            <>
              <button type="button" className="btn export-on-drawing" onClick={() => seeOnDrawing(gateway)}>
                <Eye size={14} /> {words.exports.onDrawing.show}
              </button>
              <FidelityList fidelity={exported.fidelity} />
            </>
          )}
          {errors.length === 0 && warnings.length > 0 && (
            <section>
              <h2 className="caption">{words.exports.allTheSame}</h2>
              <ExportFindings findings={warnings} />
            </section>
          )}
          <ServeHint />
        </aside>
        <Shown dialect={exported === null ? undefined : dialects.get(gateway.id)}>
          <ExportPreview
            name={`${policy.id}${gateway.fileExtension}`}
            file={file}
            parts={exported?.files.map((one) => one.part) ?? []}
            onPart={setPart}
            isRefused={errors.length > 0}
          />
        </Shown>
      </div>
    </main>
  );
}

function seeOnDrawing({ id }: Gateway): void {
  lookThroughGateway(id);
  viewStore.getState().showDesignAs('drawing');
  viewStore.getState().goTo('design');
}

/** The file, and for a gateway that does not run the policy as it is drawn, what that would cost. */
function Shown({ dialect, children }: { readonly dialect: Dialect | undefined; readonly children: ReactNode }) {
  if (dialect === undefined) return <div className="export-shown">{children}</div>;
  return (
    <Tabs.Root className="export-shown" defaultValue="file">
      <div className="export-tabs">
        <Tabs.List className="segmented" aria-label={words.exports.price.views}>
          <Tabs.Trigger value="file">{words.exports.price.file}</Tabs.Trigger>
          <Tabs.Trigger value="price">{words.exports.price.tab}</Tabs.Trigger>
        </Tabs.List>
      </div>
      <Tabs.Content value="file">{children}</Tabs.Content>
      <Tabs.Content value="price" className="export-price scroll-thin">
        <GatewayPrice dialect={dialect} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Answer(props: {
  readonly isChecking: boolean;
  readonly errors: readonly Finding[];
  readonly exported: Exported | null;
  readonly gateway: Gateway;
}) {
  const { isChecking, errors, exported, gateway } = props;
  const count = (fidelity: string) => exported?.fidelity.filter((one) => one.fidelity === fidelity).length ?? 0;
  const [notIn, notQuite] = [count('not-expressible'), count('approximated')];
  const tone = errors.length > 0 ? 'bad' : notIn + notQuite > 0 ? 'warning' : 'good';
  const Icon = tone === 'bad' ? CircleX : tone === 'warning' ? CircleAlert : Check;
  const sentence = isChecking
    ? words.exports.checking
    : errors.length > 0
      ? words.exports.refused(errors.length)
      : gateway.dialect === null
        ? words.exports.complete
        : words.exports.otherwise(gateway.title, notIn, notQuite);
  return (
    <p className={`room-answer is-${tone}`} role="status">
      {isChecking ? null : <Icon size={16} />}
      <span>{sentence}</span>
    </p>
  );
}
