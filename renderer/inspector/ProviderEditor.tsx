import { Trash2 } from 'lucide-react';
import { removeProvider, setProvider } from '../../shared/edit/index.ts';
import { type Policy, PROVIDER_DEFAULTS, type Provider, providerSchema } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { FieldForm } from './FieldForm.tsx';
import { providerFields } from './provider-fields.ts';

export function ProviderEditor({
  provider,
  policy,
  isReadOnly,
}: {
  readonly provider: Provider;
  readonly policy: Policy;
  readonly isReadOnly: boolean;
}) {
  const { run } = documentStore.getState();
  const users = policy.nodes.filter((node) => node.config['providerId'] === provider.id);
  /** Rows of the form carry ids that the document does not hold. */
  const stored = (key: string, value: unknown): Partial<Provider> => ({
    [key]: key === 'models' && Array.isArray(value) ? value.map(({ id: _, ...model }) => model) : value,
  });
  return (
    <div className="provider">
      <FieldForm
        idPrefix={`provider-${provider.id}`}
        fields={providerFields}
        config={provider}
        defaults={PROVIDER_DEFAULTS}
        policy={policy}
        isDisabled={isReadOnly}
        focusKey={null}
        problemOf={(key, value) => {
          // A path into the list is checked with the whole list.
          if (key.includes('.')) return undefined;
          const parsed = providerSchema.safeParse({ ...provider, ...stored(key, value) });
          return parsed.success ? undefined : parsed.error.issues[0]?.message;
        }}
        onChange={(key, value, burst) => run(setProvider(provider.id, stored(key, value)), burst)}
      />
      {!isReadOnly && (
        <button type="button" className="btn compact danger" onClick={() => run(removeProvider(provider.id))}>
          <Trash2 size={13} /> Remove {provider.name}
          {users.length > 0 && ` (used by ${users.length === 1 ? users[0]!.name : `${users.length} models`})`}
        </button>
      )}
    </div>
  );
}
