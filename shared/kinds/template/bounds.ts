import type { Bound } from '../kind.ts';
import type { TemplateConfig } from './config.ts';

export const templateBounds: Bound<TemplateConfig> = (config) => ({ latencyMs: config.latencyMs, attempts: 0, usd: 0 });
