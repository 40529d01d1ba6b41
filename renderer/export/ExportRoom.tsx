import { Check, CircleX, Copy, FileOutput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { writePolicy } from '../../shared/format/index.ts';
import type { Finding, Result } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { chooseSavePath } from '../files/index.ts';
import { SeverityIcon } from '../findings/index.ts';
import { goTo, subjectOf } from '../problems/index.ts';
import { documentStore, fileName, useDocument, useFindings, viewStore } from '../state/index.ts';
import { sizeText, words } from '../words/index.ts';
import { previewNative } from './native-preview.ts';
import './export.css';

/** The native gateway file: what would be written, what stands in the way, and the verb. */
export function ExportRoom() {
  const policy = useDocument((state) => state.history?.document.policy);
  const findings = useFindings((state) => state.findings);
  const [preview, setPreview] = useState<Result<string, readonly Finding[]> | null>(null);
  const [written, setWritten] = useState<{ readonly path: string; readonly sha256: string } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setWritten(null);
    if (policy === undefined) return;
    void previewNative(policy).then((result) => isCurrent && setPreview(result));
    return () => {
      isCurrent = false;
    };
  }, [policy]);
  if (policy === undefined) return null;
  const errors = preview === null || preview.ok ? [] : preview.error;
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const text = preview?.ok === true ? preview.value : null;
  return (
    <main className="room export-room">
      <div className="room-head">
        <h1>{words.exports.question}</h1>
        <p className={`room-answer is-${errors.length > 0 ? 'bad' : 'good'}`} role="status">
          {preview === null ? null : errors.length > 0 ? <CircleX size={16} /> : <Check size={16} />}
          <span>
            {preview === null ? words.exports.checking : errors.length > 0 ? words.exports.refused(errors.length) : words.exports.complete}
          </span>
        </p>
      </div>
      <div className="export-body">
        <aside className="export-side scroll-thin">
          <section>
            <h2>{words.exports.title}</h2>
            <p className="ink-2">{words.exports.about}</p>
            <div className="export-verbs">
              <button type="button" className="btn primary" disabled={text === null} onClick={() => void exportToFile(setWritten)}>
                <FileOutput size={14} /> {words.exports.toFile}
              </button>
              <button type="button" className="btn" disabled={text === null} onClick={() => text !== null && void copy(text)}>
                <Copy size={14} /> {words.exports.copy}
              </button>
            </div>
            {written !== null && (
              <p className="export-written" role="status">
                <Check size={14} /> {words.exports.writtenTo} <span className="mono">{written.path}</span>
                <span className="mono ink-3">{words.exports.sha256(written.sha256.slice(0, 16))}</span>
              </p>
            )}
          </section>
          {errors.length > 0 && (
            <section>
              <h3 className="caption">{words.exports.inTheWay}</h3>
              <FindingList findings={errors} />
            </section>
          )}
          {warnings.length > 0 && (
            <section>
              <h3 className="caption">{words.exports.allTheSame}</h3>
              <FindingList findings={warnings} />
            </section>
          )}
        </aside>
        <section className="export-preview" aria-label={words.exports.preview}>
          {text === null ? (
            <p className="ink-3 export-none">{errors.length > 0 ? words.exports.noPreview : words.exports.writing}</p>
          ) : (
            <>
              <div className="export-file">
                <FileOutput size={14} />
                <span className="mono">{`${policy.id}.gateway.json`}</span>
                <span className="grow" />
                <span className="small ink-3">{sizeText(new TextEncoder().encode(text).length)}</span>
              </div>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keyboard */}
              <pre className="mono scroll-thin" tabIndex={0}>
                {text.split('\n').map((line, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its number
                  <span key={i} className="code-line">
                    {coloured(line)}
                  </span>
                ))}
              </pre>
            </>
          )}
        </section>
      </div>
    </main>
  );
}

function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const policy = documentStore.getState().history?.document.policy;
  if (policy === undefined) return null;
  return (
    <ul className="export-findings">
      {findings.map((finding) => (
        <li key={`${finding.rule}${finding.nodeId ?? ''}${finding.edgeId ?? ''}${finding.message}`}>
          <SeverityIcon severity={finding.severity} />
          <div>
            <p>
              <b className="strong">{words.exports.subject(subjectOf(finding, policy))}</b> {finding.message}
            </p>
            <button
              type="button"
              className="btn link small"
              onClick={() => {
                viewStore.getState().goTo('design');
                // The canvas of the other room is there only after it has been drawn.
                setTimeout(() => goTo(finding), 0);
              }}
            >
              {words.exports.showInDesign}
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}

async function exportToFile(
  onWritten: (written: { path: string; sha256: string }) => void,
  known?: { path: string; mayReplace: boolean },
): Promise<void> {
  const document = documentStore.getState().history?.document;
  if (document === undefined) return;
  const view = viewStore.getState();
  const path =
    known?.path ??
    (await chooseSavePath({ title: words.exports.chooseFile, suggestedName: `${document.policy.id}.gateway.json`, extensions: ['json'] }));
  if (path === null) return;
  const result = await client().exportNative({ policyText: writePolicy(document), path, mayReplace: known?.mayReplace ?? false });
  if (result.ok) {
    onWritten(result);
    view.toast({ tone: 'good', text: words.exports.exported(fileName(result.path)) });
    return;
  }
  if (result.reason === 'already-exists') {
    const choice = await view.ask({
      title: words.files.replace.title(fileName(path)),
      text: words.files.replace.text,
      choices: [
        { id: 'cancel', label: words.files.replace.keep },
        { id: 'replace', label: words.files.replace.yes, tone: 'danger' },
      ],
    });
    if (choice === 'replace') await exportToFile(onWritten, { path, mayReplace: true });
    return;
  }
  view.toast({ tone: 'bad', text: result.message });
}

async function copy(text: string): Promise<void> {
  const view = viewStore.getState();
  try {
    await navigator.clipboard.writeText(text);
    view.toast({ tone: 'good', text: words.exports.copied });
  } catch {
    view.toast({ tone: 'bad', text: words.exports.cannotCopy });
  }
}

/** Keys stand out a little from values; JSON needs no more to be read. */
function coloured(line: string) {
  const match = /^(\s*)("(?:[^"\\]|\\.)*")(:\s?)(.*)$/.exec(line);
  if (match === null) return `${line}\n`;
  return (
    <>
      {match[1]}
      <span className="code-key">{match[2]}</span>
      {match[3]}
      {match[4]}
      {'\n'}
    </>
  );
}
