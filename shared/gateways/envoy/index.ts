import { problemsOf } from '../../format/index.ts';
import { ladderTarget } from '../ladder/index.ts';
import { parseYaml } from '../yaml.ts';
import { assemble } from './assemble.ts';
import { envoyLadders, SETTINGS } from './dialect.ts';
import { isKnownProvider, resourceName } from './map/provider.ts';
import { resourceSchemas } from './schema.ts';

/** Resources of Envoy AI Gateway and of the Envoy Gateway below it, as one file for `kubectl apply`. */
export const envoyGateway = ladderTarget({
  id: 'envoy',
  title: 'Envoy AI Gateway resources',
  purpose:
    'Kubernetes resources of Envoy AI Gateway in one file for kubectl apply: a route and its attempts for each way, and the providers by the names of their Secrets.',
  fileExtension: '.envoy.yaml',
  gateway: envoyLadders,
  settings: SETTINGS,
  write: assemble,
  knows: isKnownProvider,
  asksFor: (id) => `a Backend of yours named ${resourceName(id)} with its address`,
  problems(text) {
    const parts = text.split(/^---$/m).slice(1);
    if (parts.length === 0) return ['The file holds no resource.'];
    return parts.flatMap((part, at) => {
      const parsed = parseYaml(part);
      if (!parsed.ok) return [`Resource ${at + 1}: ${parsed.error}`];
      const kind = (parsed.value as { kind?: unknown } | null)?.kind;
      const schema = resourceSchemas[kind as keyof typeof resourceSchemas];
      if (schema === undefined) return [`Resource ${at + 1} is of the kind ${JSON.stringify(kind)}, which no export writes.`];
      const checked = schema.safeParse(parsed.value);
      return checked.success
        ? []
        : problemsOf(checked.error.issues, parsed.value).map(({ message }) => `Resource ${at + 1}, ${String(kind)}: ${message}`);
    });
  },
});
