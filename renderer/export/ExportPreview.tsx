import { FileOutput } from 'lucide-react';
import type { ExportedFile } from '../../shared/gateways/index.ts';

import { Select } from '../parts/index.ts';
import { sizeText, words } from '../words/index.ts';

/** The file's text. Where an export is several files, which of them is chosen above it. */
export function ExportPreview(props: {
  readonly name: string;
  readonly file: ExportedFile | null;
  readonly parts: readonly string[];
  readonly onPart: (part: string) => void;
  readonly isRefused: boolean;
}) {
  const { name, file, parts, onPart, isRefused } = props;
  return (
    <section className="export-text" aria-label={words.exports.preview}>
      {file === null ? (
        <p className="ink-3 export-none">{isRefused ? words.exports.noPreview : words.exports.writing}</p>
      ) : (
        <>
          <div className="export-file">
            <FileOutput size={14} />
            <span className="mono">{name}</span>
            {parts.length > 1 && (
              <Select
                label={words.exports.parts}
                value={file.part}
                options={parts.map((part) => ({ value: part, label: words.exports.part(part) }))}
                onChange={onPart}
              />
            )}
            <span className="grow" />
            <span className="small ink-3">{sizeText(new TextEncoder().encode(file.text).length)}</span>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keyboard */}
          <pre className="mono scroll-thin" tabIndex={0}>
            {file.text.split('\n').map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its number
              <span key={i} className="code-line">
                {coloured(line)}
              </span>
            ))}
          </pre>
        </>
      )}
    </section>
  );
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
