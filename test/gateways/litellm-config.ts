import { configSchema, type LitellmConfig } from '../../shared/gateways/litellm/schema.ts';
import { canonicalYaml, parseYaml } from '../../shared/gateways/yaml.ts';

/** An exported config as data; what we write is what our own schema takes. */
export function readExported(text: string): LitellmConfig {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return configSchema.parse(parsed.value);
}

/** Has it lists of its own for conversations that are too long, or for refused ones? Setting such a list changes what it means for all groups of a proxy. */
export const hasSpecialLists = ({ router_settings: { context_window_fallbacks, content_policy_fallbacks } }: LitellmConfig): boolean =>
  context_window_fallbacks !== undefined || content_policy_fallbacks !== undefined;

type Entry = Record<string, string[]>;

/** One config of many: every group and deployment under the id of its case, the addresses those of the upstream. */
export function merged(configs: ReadonlyMap<string, LitellmConfig>, addressOf: (id: string) => string): string {
  const isSpecial = [...configs.values()].some(hasSpecialLists);
  const listOf = (pick: (settings: LitellmConfig['router_settings']) => Entry[] | undefined): Entry[] =>
    [...configs].flatMap(([id, { router_settings }]) =>
      (pick(router_settings) ?? []).map((entry) =>
        Object.fromEntries(Object.entries(entry).map(([from, to]) => [`${id}-${from}`, to.map((one) => `${id}-${one}`)])),
      ),
    );
  return canonicalYaml(
    {
      model_list: [...configs].flatMap(([id, { model_list }]) =>
        model_list.map(({ model_name, litellm_params, model_info }) => ({
          model_name: `${id}-${model_name}`,
          litellm_params: { ...litellm_params, api_base: addressOf(id), api_key: 'key-of-the-mock' },
          model_info: { ...model_info, id: `${id}-${model_info.id}` },
        })),
      ),
      router_settings: {
        routing_strategy: 'simple-shuffle',
        num_retries: 0,
        max_fallbacks: Math.max(5, ...[...configs.values()].map(({ router_settings: { max_fallbacks } }) => max_fallbacks ?? 5)),
        fallbacks: listOf(({ fallbacks }) => fallbacks),
        ...(isSpecial
          ? {
              context_window_fallbacks: listOf(({ context_window_fallbacks, fallbacks }) => context_window_fallbacks ?? fallbacks),
              content_policy_fallbacks: listOf(({ content_policy_fallbacks, fallbacks }) => content_policy_fallbacks ?? fallbacks),
            }
          : {}),
        model_group_retry_policy: Object.fromEntries(
          [...configs].flatMap(([id, { router_settings }]) =>
            Object.entries(router_settings.model_group_retry_policy ?? {}).map(([group, policy]) => [`${id}-${group}`, policy]),
          ),
        ),
      },
      general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
    },
    new Map(),
  );
}
