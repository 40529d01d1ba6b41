import type { NodeProps } from '@xyflow/react';
import type { HeadingFlowNode } from './flow.ts';

export function HeadingNode({ data }: NodeProps<HeadingFlowNode>) {
  const tone = `t${Math.min(3, data.tier)}`;
  return (
    <div className={`tier-heading ink-${tone}${data.isCompact ? ' is-chip' : ''}`}>
      <span className={`mark ${tone}`}>{data.tier}</span>
      {data.text}
    </div>
  );
}
