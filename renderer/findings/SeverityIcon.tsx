import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { Severity } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

export function SeverityIcon({ severity, size = 16 }: { readonly severity: Severity; readonly size?: number }) {
  const shared = { size, role: 'img', 'aria-label': words.problems.severity[severity] } as const;
  if (severity === 'error') return <CircleX {...shared} className="ink-failed" />;
  if (severity === 'warning') return <TriangleAlert {...shared} className="ink-t3" />;
  return <Info {...shared} className="ink-3" />;
}
