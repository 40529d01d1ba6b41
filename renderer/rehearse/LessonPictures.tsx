/** What a run will tell, in the shapes and colours in which it will tell it. No figures: nothing has happened yet. */
const AnswersPicture = () => (
  <svg viewBox="0 0 104 52" aria-hidden="true">
    <path d="M2 20h32v28H2z" fill="var(--t1)" />
    <path d="M34 24h32v24H34z" fill="var(--t2)" />
    <path d="M34 18h32v6H34z" fill="var(--t3)" />
    <path d="M66 16h36v32H66z" fill="var(--t1)" />
    <path d="M34 4v14M66 4v10" stroke="var(--ink-3)" strokeDasharray="2 2" />
  </svg>
);

const BreakersPicture = () => (
  <svg viewBox="0 0 104 52" aria-hidden="true" fill="none" strokeWidth={2} strokeLinecap="round">
    <path d="M2 18h34M80 18h22M2 38h100" stroke="var(--ink-2)" />
    <path d="M36 18h30" stroke="var(--failed)" strokeWidth={7} strokeLinecap="butt" />
    <path d="M66 18h14" stroke="var(--t3)" strokeDasharray="3 3" />
  </svg>
);

const TimesPicture = () => (
  <svg viewBox="0 0 104 52" aria-hidden="true" fill="none" strokeWidth={1.6} strokeLinejoin="round">
    <path d="M2 14h100" stroke="var(--ink-3)" strokeDasharray="3 3" />
    <path d="M2 30l14-4 12 3 10-15 12 2 14 8 12-3 14 4 12-2" stroke="var(--ink)" />
    <path d="M2 44l14-1 12 1 10-6 12 1 14 4 12-1 14 1 12 0" stroke="var(--ink-3)" />
  </svg>
);

const FlowPicture = () => (
  <svg viewBox="0 0 104 52" aria-hidden="true" fill="none" strokeLinecap="round">
    <path d="M30 14h36" stroke="var(--t1)" strokeWidth={5} />
    <path d="M30 14h10a6 6 0 0 1 6 6v12a6 6 0 0 0 6 6h14" stroke="var(--t2)" strokeWidth={3} />
    <g fill="var(--panel)" stroke="var(--line-strong)" strokeWidth={1.4}>
      <rect x={2} y={5} width={30} height={18} rx={5} />
      <rect x={66} y={5} width={34} height={18} rx={9} />
      <rect x={66} y={29} width={34} height={18} rx={9} />
    </g>
  </svg>
);

/** In the order of the lessons. */
export const LESSON_PICTURES = [AnswersPicture, BreakersPicture, TimesPicture, FlowPicture] as const;
