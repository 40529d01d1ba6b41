import { Copy, Trash2 } from 'lucide-react';
import { addProvider, newProviderId, removeProvider, setProvider } from '../../shared/edit/index.ts';
import { type Policy, PROVIDER_DEFAULTS, type Provider, providerSchema } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { FieldForm } from './FieldForm.tsx';
import { providerFields } from './provider-fields.ts';

export function ProviderEditor({
  provider,
  policy,
  isReadOnly,
  onAdded,
}: {
  readonly provider: Provider;
  readonly policy: Policy;
  readonly isReadOnly: boolean;
  /** A copy was made: the person wants to go on with it. */
  readonly onAdded: (providerId: string) => void;
}) {
  const { run } = documentStore.getState();
  const users = policy.nodes.filter((node) => node.config['providerId'] === provider.id);
  /** Rows of the form carry ids that the document does not hold. */
  const stored = (key: string, value: unknown): Partial<Provider> => ({
    [key]: key === 'models' && Array.isArray(value) ? value.map(({ id: _, ...model }) => model) : value,
  });
  const duplicate = (): void => {
    const name = words.inspector.copyOf(provider.name).slice(0, 200);
    const id = newProviderId(policy, provider.id);
    run(addProvider({ ...provider, name, id }));
    onAdded(id);
  };
  return (
    <div className="provider">
      <FieldForm
        idPrefix={`provider-${provider.id}`}
        fields={providerFields}
        config={provider}
        defaults={PROVIDER_DEFAULTS}
        policy={policy}
        nodeId={null}
        isDisabled={isReadOnly}
        focusKey={null}
        problemOf={(key, value) => {
          const parsed = providerSchema.safeParse(withField(provider, key, value, stored));
          return parsed.success ? undefined : parsed.error.issues[0]?.message;
        }}
        onChange={(key, value, burst) => run(setProvider(provider.id, stored(key, value)), burst)}
      />
      {!isReadOnly && (
        <div className="provider-verbs">
          <button type="button" className="btn compact" onClick={duplicate}>
            <Copy size={13} /> {words.inspector.duplicateProvider(provider.name)}
          </button>
          <button type="button" className="btn compact danger" onClick={() => run(removeProvider(provider.id))}>
            <Trash2 size={13} />{' '}
            {words.inspector.removeProvider(
              provider.name,
              users.map(({ name }) => name),
            )}
          </button>
        </div>
      )}
    </div>
  );
}

/** A field of the provider, or one of a model as `models.0.name`. */
function withField(
  provider: Provider,
  key: string,
  value: unknown,
  stored: (key: string, value: unknown) => Partial<Provider>,
): Record<string, unknown> {
  const [list, position, field] = key.split('.');
  if (list !== 'models' || field === undefined) return { ...provider, ...stored(key, value) };
  const at = Number(position);
  return { ...provider, models: provider.models.map((model, i) => (i === at ? { ...model, [field]: value } : model)) };
}
