import { replaceConfig } from '../../shared/edit/index.ts';
import { type Preset, presetOf } from '../../shared/kinds/index.ts';
import type { PolicyNode } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { ChoiceControl } from './controls.tsx';
import { FieldRow } from './FieldRow.tsx';

const OWN = 'own settings';

/** Which known product the settings follow, read from their values; choosing one fills its values in, as one step of the history. */
export function PresetRow({
  node,
  presets,
  isReadOnly,
}: {
  readonly node: PolicyNode;
  readonly presets: readonly Preset<Record<string, unknown>>[];
  readonly isReadOnly: boolean;
}) {
  const { run } = documentStore.getState();
  const followed = presetOf(presets, node.config);
  const id = `f-${node.id}-preset`;
  const choose = (chosen: unknown): void => {
    const preset = presets.find((candidate) => candidate.id === chosen);
    if (preset !== undefined)
      run(replaceConfig(node.id, { ...node.config, ...preset.values }, `Let ${node.name} behave like ${preset.label}`));
  };
  return (
    <div className="fields">
      <FieldRow
        id={id}
        label="Behaves like"
        help={
          followed?.help ?? 'Settings of its own. Choosing a known product fills in what it does; everything can be changed afterwards.'
        }
      >
        <ChoiceControl
          id={id}
          label="Behaves like"
          control={{
            kind: 'choice',
            options: [
              ...presets.map((preset) => ({ value: preset.id, label: preset.label, help: preset.help })),
              ...(followed === undefined ? [{ value: OWN, label: 'Own settings' }] : []),
            ],
          }}
          value={followed?.id ?? OWN}
          isDisabled={isReadOnly}
          hasError={false}
          onChange={choose}
          onError={() => undefined}
        />
      </FieldRow>
    </div>
  );
}
