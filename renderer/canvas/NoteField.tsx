/** A paragraph while it is written. Leaving keeps it, Escape hands back null. */
export function NoteField({
  label,
  text,
  onDone,
}: {
  readonly label: string;
  readonly text: string;
  readonly onDone: (written: string | null) => void;
}) {
  return (
    <textarea
      className="input nodrag nopan nowheel"
      aria-label={label}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      rows={4}
      defaultValue={text}
      maxLength={10_000}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}
