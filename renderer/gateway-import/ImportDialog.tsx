import { Check, KeyRound } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { writePolicy } from '../../shared/format/index.ts';
import { type ConfigNote, pathText } from '../../shared/gateways/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { RuleDialog, SeverityIcon } from '../findings/index.ts';
import { Modal } from '../parts/index.ts';
import { Miniature } from '../welcome/Miniature.tsx';
import { words } from '../words/index.ts';
import { closeImport, type ImportRequest } from './ask.ts';
import { importConfigFile, openImported, withFixes } from './import.ts';
import './gateway-import.css';

const text = words.gatewayImport;

export function ImportDialog({ request }: { readonly request: ImportRequest }) {
  return request.kind === 'refused' ? <Refused file={request.file} findings={request.findings} /> : <Read request={request} />;
}

function Refused({ file, findings }: { readonly file: string; readonly findings: readonly Finding[] }) {
  return (
    <Modal
      title={text.refusedTitle(file)}
      description={text.refused}
      onClose={closeImport}
      footer={
        <>
          <button
            type="button"
            className="btn"
            onClick={() => {
              closeImport();
              void importConfigFile();
            }}
          >
            {text.chooseOther}
          </button>
          <button type="button" className="btn primary" onClick={closeImport}>
            {text.close}
          </button>
        </>
      }
    >
      {findings.map((finding) => (
        <div key={finding.message} className="finding is-error">
          <SeverityIcon severity="error" />
          <p>{finding.message}</p>
        </div>
      ))}
    </Modal>
  );
}

/** What was recognised, how it will be drawn, and everything that a person should know before the drawing is believed. */
function Read({ request }: { readonly request: Extract<ImportRequest, { kind: 'read' }> }) {
  const { file, imported, document } = request;
  const { gateway, policy, unread, assumed, secrets, findings } = imported;
  const [chosen, setChosen] = useState<ReadonlySet<Finding>>(new Set());
  const [rule, setRule] = useState<string | null>(null);
  const fixes = findings.filter((finding) => chosen.has(finding));
  const drawn = useMemo(
    () =>
      withFixes(
        document,
        findings.filter((finding) => chosen.has(finding)),
      ),
    [document, findings, chosen],
  );
  const picture = useMemo(() => writePolicy(drawn), [drawn]);
  const models = policy.nodes.filter(({ kind }) => kind === 'model').length;
  const toggle = (finding: Finding): void => {
    const next = new Set(chosen);
    if (!next.delete(finding)) next.add(finding);
    setChosen(next);
  };
  const fixable = findings.filter(({ fix }) => fix !== undefined);
  return (
    <Modal
      title={text.title(file, gateway.title)}
      description={text.figures(policy.nodes.length, models, policy.providers.length)}
      size="work"
      onClose={closeImport}
      footer={
        <>
          <button type="button" className="btn" onClick={closeImport}>
            {text.cancel}
          </button>
          <button type="button" className="btn primary" onClick={() => void openImported(document, fixes)}>
            {text.open}
          </button>
        </>
      }
    >
      <div className="config-import">
        <figure className="config-picture">
          <Miniature policyText={picture} />
          <figcaption className="small ink-2">{text.picture(drawn.policy.nodes.length)}</figcaption>
        </figure>
        <section className="config-told scroll-thin" aria-label={text.told}>
          <Section title={findings.length === 0 ? text.noFindings : text.findings(findings.length)}>
            {fixable.length > 1 && (
              <button
                type="button"
                className="btn compact"
                disabled={fixable.every((one) => chosen.has(one))}
                onClick={() => setChosen(new Set(fixable))}
              >
                {text.fixAll(fixable.length)}
              </button>
            )}
            {findings.map((finding) => (
              <div key={`${finding.rule} ${finding.message}`} className={`finding is-${finding.severity}`}>
                <SeverityIcon severity={finding.severity} />
                <div>
                  <p>{finding.message}</p>
                  <div className="finding-verbs">
                    {finding.fix !== undefined && (
                      <button
                        type="button"
                        className="btn compact"
                        aria-pressed={chosen.has(finding)}
                        title={text.fixHint}
                        onClick={() => toggle(finding)}
                      >
                        {chosen.has(finding) && <Check size={14} />}
                        {finding.fix.label}
                      </button>
                    )}
                    {chosen.has(finding) && <span className="small ink-2">{text.willFix}</span>}
                    <button
                      type="button"
                      className="btn link small"
                      aria-label={text.whyOf(finding.rule)}
                      onClick={() => setRule(finding.rule)}
                    >
                      {text.why}
                    </button>
                  </div>
                </div>
              </div>
            ))}
          </Section>
          <Section title={unread.length === 0 ? text.noUnread : text.unread(unread.length)}>
            <Notes notes={unread} />
          </Section>
          {assumed.length > 0 && (
            <Section title={text.assumed(assumed.length)}>
              <Notes notes={assumed} />
            </Section>
          )}
          <Section title={secrets.length === 0 ? text.noSecrets : text.secrets(secrets.length)}>
            {secrets.length > 0 && (
              <>
                <p className="ink-2">{text.secretsHint}</p>
                <ul className="config-notes">
                  {secrets.map(({ path, line, reference }) => (
                    <li key={pathText(path)}>
                      <KeyRound size={14} />
                      <span>
                        <code>{pathText(path)}</code> <span className="ink-2">{text.line(line)}</span>
                        <br />
                        {reference === null ? text.notNeeded : text.reference(reference)}
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Section>
        </section>
      </div>
      {rule !== null && <RuleDialog rule={rule} onClose={() => setRule(null)} />}
    </Modal>
  );
}

function Section({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <section className="config-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A long list begins short: the first few say what kind of thing it is. */
const FIRST = 6;

function Notes({ notes }: { readonly notes: readonly ConfigNote[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || notes.length <= FIRST + 1 ? notes : notes.slice(0, FIRST);
  return (
    <>
      <ul className="config-notes">
        {shown.map(({ path, line, sentence }) => (
          <li key={`${pathText(path)} ${sentence}`}>
            <span className="config-line ink-3 small">{line}</span>
            <span>
              <code>{pathText(path)}</code> <span className="visually-hidden">{text.line(line)}</span>
              <br />
              {sentence}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < notes.length && (
        <button type="button" className="btn link small" onClick={() => setWhole(true)}>
          {text.more(notes.length - shown.length)}
        </button>
      )}
    </>
  );
}
