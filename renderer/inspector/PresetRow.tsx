import { replaceConfig, together } from '../../shared/edit/index.ts';
import { type Preset, presetOf } from '../../shared/kinds/index.ts';
import type { PolicyNode } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { ChoiceControl } from './controls.tsx';
import { FieldRow } from './FieldRow.tsx';

const OWN = 'own-settings';

/** Which known product the settings follow, read from their values; choosing one fills its values in, as one step of the history. */
export function PresetRow({
  nodes,
  presets,
  isReadOnly,
}: {
  /** One, or several of the same kind. */
  readonly nodes: readonly PolicyNode[];
  readonly presets: readonly Preset<Record<string, unknown>>[];
  readonly isReadOnly: boolean;
}) {
  const { run } = documentStore.getState();
  const all = nodes.map((node) => presetOf(presets, node.config));
  const isMixed = all.some((preset) => preset?.id !== all[0]?.id);
  const followed = isMixed ? undefined : all[0];
  const id = `f-${nodes[0]?.id}-preset`;
  const choose = (chosen: unknown): void => {
    const preset = presets.find((candidate) => candidate.id === chosen);
    if (preset === undefined) return;
    const name = nodes.length === 1 ? nodes[0]!.name : words.inspector.allNodes;
    run(
      together(
        nodes.map((node) => replaceConfig(node.id, { ...node.config, ...preset.values })),
        words.inspector.presetCommand(name, preset.label),
      ),
    );
  };
  return (
    <div className="fields">
      <FieldRow id={id} label={words.inspector.behavesLike} help={followed?.help ?? words.inspector.presetHelp}>
        <ChoiceControl
          id={id}
          label={words.inspector.behavesLike}
          control={{
            kind: 'choice',
            options: [
              ...presets.map((preset) => ({ value: preset.id, label: preset.label, help: preset.help })),
              ...(followed === undefined && !isMixed ? [{ value: OWN, label: words.inspector.ownSettings }] : []),
            ],
          }}
          value={followed?.id ?? OWN}
          isMixed={isMixed}
          isDisabled={isReadOnly}
          hasError={false}
          onChange={choose}
          onError={() => undefined}
        />
      </FieldRow>
    </div>
  );
}
