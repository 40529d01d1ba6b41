import type { ReactNode } from 'react';
import './markdown.css';

/** Guides and rule pages as they are written here: headings, paragraphs, lists, tables, `code`, **bold** and _emphasis_, and nothing else; more would be shown as it stands in the file. The first heading is left to whoever shows the page. */
export const Markdown = ({ text }: { readonly text: string }) => <div className="guide">{blocks(text)}</div>;

function blocks(markdown: string): ReactNode {
  return markdown
    .trim()
    .split(/\n\s*\n/)
    .map((block, i) => {
      const key = `${i}${block.slice(0, 12)}`;
      const heading = /^(#{1,4})\s+(.*)/.exec(block);
      if (heading !== null) {
        const rest = block.slice(heading[0].length).trim();
        return (
          <div key={key}>
            {heading[1] === '#' ? null : <h3>{spans(heading[2] ?? '')}</h3>}
            {rest !== '' && <p>{spans(rest)}</p>}
          </div>
        );
      }
      if (block.startsWith('|')) {
        const [head = [], , ...rows] = block.split('\n').map((line) =>
          line
            .replace(/^\||\|$/g, '')
            .split('|')
            .map((cell) => cell.trim()),
        );
        return (
          <table key={key}>
            <thead>
              <tr>
                {head.map((cell) => (
                  <th key={cell} scope="col">
                    {spans(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.join('|')}>
                  {row.map((cell, column) => (
                    <td key={head[column] ?? column}>{spans(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        );
      }
      if (/^[-*] /.test(block)) {
        return (
          <ul key={key}>
            {block.split(/\n(?=[-*] )/).map((item) => (
              <li key={item}>{spans(item.replace(/^[-*] /, ''))}</li>
            ))}
          </ul>
        );
      }
      return <p key={key}>{spans(block)}</p>;
    });
}

const spans = (text: string): ReactNode =>
  text
    .replaceAll('\n', ' ')
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\b_[^_]+_\b)/)
    .map((part, i) => {
      const key = `${i}${part}`;
      if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
      if (part.startsWith('**')) return <b key={key}>{part.slice(2, -2)}</b>;
      if (/^_.+_$/.test(part)) return <i key={key}>{part.slice(1, -1)}</i>;
      return part;
    });
