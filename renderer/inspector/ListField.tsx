import { FieldForm, type FieldFormProps } from './FieldForm.tsx';
import { ListFrame, type ListProps, withValue } from './ListFrame.tsx';

/** A list whose items are small forms of their own. */
export function ListField({ form, ...list }: ListProps & { readonly form: FieldFormProps }) {
  const { field, control, items, id, onChange } = list;
  const { isDisabled, policy, nodeId, problemOf, focusKey } = form;
  const pointedAt = focusKey?.startsWith(`${field.key}.`) === true ? focusKey.slice(field.key.length + 1) : null;
  return (
    <ListFrame
      {...list}
      isDisabled={isDisabled}
      renderItem={(item, i) => (
        <FieldForm
          idPrefix={`${id}-${i}`}
          fields={control.fields}
          config={item}
          policy={policy}
          nodeId={nodeId}
          isDisabled={isDisabled}
          focusKey={pointedAt?.startsWith(`${i}.`) === true ? pointedAt.slice(String(i).length + 1) : null}
          onChange={(key, value, burst) => onChange(items.with(i, withValue(item, key.split('.'), value)), burst)}
          onGuide={form.onGuide}
          {...(problemOf !== undefined && {
            problemOf: (key: string, value: unknown) => problemOf(`${field.key}.${i}.${key}`, value),
          })}
        />
      )}
    />
  );
}
