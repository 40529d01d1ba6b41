/** The product's mark: steps down inside a diamond. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path d="M10 1.5 18.5 10 10 18.5 1.5 10z" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />
      <path d="M6 8.2h3v2.6h3v2.6" stroke="var(--accent)" strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
