import type { Bound } from '../kind.ts';
import type { ToolConfig } from './config.ts';

/** The client's limit holds under any scenario. A tool is no provider, so its calls are no attempts. */
export const toolBounds: Bound<ToolConfig> = (config) => ({ latencyMs: config.timeoutMs, attempts: 0, usd: config.usdPerCall });
