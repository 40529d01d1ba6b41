import { ToggleGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { isBrowser } from '../commands/index.ts';
import { usePreferences } from '../state/index.ts';
import { INTERFACE_ZOOMS } from '../theme/theme.ts';
import { words } from '../words/index.ts';

export function AppearanceSettings() {
  const { theme, contrast, density, interfaceZoom, set } = usePreferences((state) => state);
  return (
    <div className="settings-rows">
      <Choice
        label={words.settings.theme}
        help={words.settings.themeHelp}
        value={theme}
        options={words.settings.themes}
        onChange={(next) => set({ theme: next })}
      />
      <Choice
        label={words.settings.contrast}
        help={words.settings.contrastHelp}
        value={contrast}
        options={words.settings.contrasts}
        onChange={(next) => set({ contrast: next })}
      />
      <Choice
        label={words.settings.density}
        help={words.settings.densityHelp}
        value={density}
        options={words.settings.densities}
        onChange={(next) => set({ density: next })}
      />
      <Choice
        label={words.settings.zoom}
        help={isBrowser ? words.settings.zoomHelpBrowser : words.settings.zoomHelp}
        value={String(interfaceZoom)}
        options={ZOOMS}
        onChange={(next) => set({ interfaceZoom: Number(next) })}
      />
      <p className="small ink-3">{words.settings.motion}</p>
    </div>
  );
}

/** A list, not an object: keys that look like whole numbers would be put first. */
const ZOOMS = INTERFACE_ZOOMS.map((zoom) => [String(zoom), words.settings.percent(zoom)] as const);

/** One of a few, all of them seen. */
function Choice<Value extends string>({
  label,
  help,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly help: ReactNode;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>> | readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  const entries = (Array.isArray(options) ? options : Object.entries(options)) as readonly (readonly [Value, string])[];
  return (
    <div className="settings-row">
      <div>
        <div id={id} className="strong">
          {label}
        </div>
        <p id={`${id}-help`} className="small ink-2">
          {help}
        </p>
      </div>
      <ToggleGroup.Root
        type="single"
        className="segmented"
        value={value}
        aria-labelledby={id}
        aria-describedby={`${id}-help`}
        onValueChange={(next) => next !== '' && onChange(next as Value)}
      >
        {entries.map(([option, text]) => (
          <ToggleGroup.Item key={option} value={option}>
            {text}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  );
}
