import { environmentName } from '../../portkey/map/model.ts';
import type { Guardrail } from '../schema.ts';
import { fromEnvironment } from './model.ts';

/** A guard is a service of the team's that speaks LiteLLM's generic guardrail protocol; what it redacts it returns in its answer. */
export const mapGuard = (drawnId: string, kind: string, isForAll: boolean): Guardrail => ({
  guardrail_name: drawnId,
  litellm_params: {
    guardrail: 'generic_guardrail_api',
    mode: kind === 'input-guard' ? 'pre_call' : 'post_call',
    api_base: fromEnvironment(`${environmentName(drawnId)}_URL`),
    default_on: isForAll,
  },
});
