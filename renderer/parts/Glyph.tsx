import { kinds } from '../../shared/kinds/index.ts';

/** A kind's own sign: stroke paths in a 16 × 16 box. */
export function Glyph({ kind, size = 16 }: { readonly kind: string; readonly size?: number }) {
  const glyph = kinds.get(kind)?.face.glyph;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {glyph === undefined ? <path d="M3 3h10v10H3zM8 6v3M8 11v.1" /> : glyph.paths.map((path) => <path key={path} d={path} />)}
    </svg>
  );
}
