/** What each step of the tour is about, in the shapes that the app itself draws. */
export const TourDraw = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true">
    <g fill="var(--panel)" stroke="var(--line-strong)" strokeWidth={1.4}>
      <path d="M4 14h22M52 14h8a6 6 0 0 1 6 6v12a6 6 0 0 0 6 6h4" fill="none" />
      <rect x={26} y={5} width={30} height={18} rx={9} />
      <rect x={76} y={29} width={34} height={18} rx={9} stroke="var(--t2)" strokeWidth={1.8} />
    </g>
  </svg>
);

export const TourSimulate = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true" fill="none" strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round">
    <path d="M4 40l8-6 8 4 8-9 8 5 8-14 8 6 8-4" stroke="var(--line-strong)" />
    <path d="M52 4v40" stroke="var(--ink-3)" strokeDasharray="2 3" />
    <path d="M80 14l22 12-22 12z" fill="var(--accent)" stroke="var(--accent)" />
  </svg>
);

export const TourResult = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true">
    <path d="M4 18h34v30H4z" fill="var(--t1)" />
    <path d="M38 22h32v26H38z" fill="var(--t2)" />
    <path d="M70 16h34v32H70z" fill="var(--t1)" />
    <path d="M38 4v14M70 4v10" stroke="var(--ink-3)" strokeDasharray="2 2" />
  </svg>
);

export const TourExport = () => (
  <svg viewBox="0 0 120 52" aria-hidden="true" fill="none" strokeWidth={1.6} strokeLinecap="round">
    <path
      d="M12 4h26a4 4 0 0 1 4 4v36a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4zM15 17h20M15 26h14M15 35h20"
      stroke="var(--line-strong)"
    />
    <path d="M56 26h38M86 18l8 8-8 8" stroke="var(--accent)" />
  </svg>
);
