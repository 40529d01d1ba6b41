import { words } from '../words/index.ts';
/** Full, core, basic: what an answer falls down to. */
export const Steps = () => (
  <svg className="welcome-steps" viewBox="0 0 400 150" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
    <g fill="none" stroke="var(--line)" strokeWidth={1.4}>
      <path d="M0 48H100a10 10 0 0 1 10 10v24a10 10 0 0 0 10 10H230a10 10 0 0 1 10 10v24a10 10 0 0 0 10 10H400" />
      <path d="M0 40H112a10 10 0 0 1 10 10v20a10 10 0 0 0 10 10H242a10 10 0 0 1 10 10v20a10 10 0 0 0 10 10H400" />
    </g>
    <path
      d="M0 30H120a10 10 0 0 1 10 10v24a10 10 0 0 0 10 10H250a10 10 0 0 1 10 10v24a10 10 0 0 0 10 10H400"
      fill="none"
      stroke="var(--line-strong)"
      strokeWidth={1.6}
    />
    <circle cx={64} cy={30} r={7.5} fill="var(--t1)" />
    <circle cx={194} cy={74} r={7.5} fill="var(--t2)" />
    <circle cx={330} cy={118} r={7.5} fill="var(--t3)" />
    <g fill="var(--ink-2)" fontSize={14} fontFamily="var(--sans)" textAnchor="middle">
      <text x={64} y={14}>
        {words.welcome.steps.full}
      </text>
      <text x={194} y={58}>
        {words.welcome.steps.core}
      </text>
      <text x={330} y={102}>
        {words.welcome.steps.basic}
      </text>
    </g>
  </svg>
);
