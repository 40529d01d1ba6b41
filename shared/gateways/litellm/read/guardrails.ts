import type { Place } from '../../read/place.ts';

export interface ReadGuardrail {
  readonly place: Place;
  readonly name: string;
  readonly kind: 'input-guard' | 'output-guard';
  readonly config: Readonly<Record<string, unknown>>;
}

/** Guardrails that every request meets, in the order of the file. Others run for requests that ask for them, and are no part of a policy. */
export function guardrailsOf(config: Place): ReadGuardrail[] {
  return config
    .at('guardrails')
    .items()
    .flatMap((place): ReadGuardrail[] => {
      const params = place.at('litellm_params');
      const name = place.at('guardrail_name').text() ?? 'Guardrail';
      const type = params.at('guardrail').text() ?? '';
      if (params.at('default_on').flag() !== true) {
        place.leave(`${name} is not on by default: it runs for requests that ask for it, so it is not drawn.`);
        return [];
      }
      const modes = params.at('mode').texts();
      const kinds = [
        ...(modes.some((mode) => mode === 'pre_call' || mode === 'during_call') ? (['input-guard'] as const) : []),
        ...(modes.includes('post_call') ? (['output-guard'] as const) : []),
      ];
      if (kinds.length === 0) {
        place.leave(`${name} runs as ${modes.join(', ') || 'nothing'}, which stops no request, so it is not drawn.`);
        return [];
      }
      const words = JSON.stringify(place.take()) ?? '';
      const redacts = /"(MASK|ANONYMIZE)"/i.test(words) || /presidio/i.test(type);
      const isPersonal = /presidio|pii|personal|ssn|email|credit_card/i.test(words);
      place.leave(`What ${name}${type === '' ? '' : ` (${type})`} looks for is not part of a policy: the guard has rates instead.`);
      return kinds.map((kind) => ({
        place,
        name,
        kind,
        config: {
          check:
            kind === 'input-guard'
              ? isPersonal
                ? 'personal-data'
                : 'prompt-injection'
              : isPersonal
                ? 'personal-data-leak'
                : 'business-rules',
          action: redacts && !/"BLOCK"/i.test(words) ? 'redact' : 'block',
        },
      }));
    });
}
