import { type NodeProps, useStore } from '@xyflow/react';
import type { HeadingFlowNode } from './flow.ts';

export function HeadingNode({ data }: NodeProps<HeadingFlowNode>) {
  const tone = `t${Math.min(3, data.tier)}`;
  // Headings keep 12 px on the screen.
  const zoom = useStore((flow) => Math.min(1, Math.max(1 / 1.6, flow.transform[2])));
  return (
    <div
      style={zoom < 1 ? { transform: `scale(${Math.min(1.6, 1 / zoom)})` } : undefined}
      className={`tier-heading ink-${tone}${data.isCompact ? ' is-chip' : ''}`}
    >
      <span className={`mark ${tone}`}>{data.tier}</span>
      {data.text}
    </div>
  );
}
