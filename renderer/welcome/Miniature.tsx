import { useMemo } from 'react';
import { readPolicy } from '../../shared/format/index.ts';
import { boundsOf, cardsOf } from '../canvas/geometry.ts';
import { outlineOf } from '../canvas/outline.ts';
import { wirePath, wiresOf } from '../canvas/wires.ts';

/** A policy as it is really drawn, small: no words, the same silhouettes and wires. Tier colours stand on what answers. A picture beside the words that say what it is. */
export function Miniature({ policyText }: { readonly policyText: string }) {
  const drawing = useMemo(() => {
    const opened = readPolicy(policyText);
    if (!opened.ok) return null;
    const { document } = opened.value;
    const cards = cardsOf(document);
    return { cards, wires: wiresOf(document.policy.edges, cards), bounds: boundsOf(cards), count: document.policy.nodes.length };
  }, [policyText]);
  if (drawing === null) return null;
  const { cards, wires, bounds } = drawing;
  const pad = 24;
  return (
    <svg
      className="miniature"
      viewBox={`${bounds.x - pad} ${bounds.y - pad} ${bounds.width + 2 * pad} ${bounds.height + 2 * pad}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {wires.map((wire) => (
        <path key={wire.id} d={wirePath(wire.points, 16)} className="miniature-wire" />
      ))}
      {cards.map((card) => {
        const outline = outlineOf(card);
        const tier = Number(card.node.config['tier']);
        const isAnswer = card.silhouette === 'model' || card.silhouette === 'template';
        return (
          <g key={card.node.id} transform={`translate(${card.x} ${card.y})`}>
            {outline.lines.map((line) => (
              <path key={line} d={line} className="miniature-line" />
            ))}
            <path d={outline.body} className="miniature-card" />
            {outline.bar !== null && <path d={outline.bar} className="miniature-bar" />}
            {isAnswer ? (
              <circle cx={40} cy={card.height / 2} r={13} className={`miniature-dot is-t${tier >= 1 && tier <= 3 ? tier : 1}`} />
            ) : (
              <path d={`M28 ${Math.min(34, card.height / 2)}H${card.width * 0.55}`} className="miniature-text" />
            )}
          </g>
        );
      })}
    </svg>
  );
}
