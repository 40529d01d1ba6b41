/** Half light, half dark. Lucide has none that is filled on one side. */
export const CircleHalf = () => (
  <svg width={16} height={16} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.4} aria-hidden="true">
    <circle cx={8} cy={8} r={5.5} />
    <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
  </svg>
);
