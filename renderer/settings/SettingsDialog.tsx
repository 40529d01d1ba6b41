import { Tabs } from 'radix-ui';
import { Modal } from '../parts/index.ts';
import { type SettingsSection, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { KeySettings } from './KeySettings.tsx';
import './settings.css';

const close = (): void => viewStore.getState().show({ overlay: null });

/** What a person sets on this device; each choice holds at once, so there is nothing to confirm. */
export function SettingsDialog() {
  const section = useView((state) => state.settingsSection);
  return (
    <Modal
      title={words.settings.title}
      description={words.settings.about}
      isWide
      onClose={close}
      footer={
        <button type="button" className="btn primary" onClick={close}>
          {words.settings.done}
        </button>
      }
    >
      <Tabs.Root
        value={section}
        onValueChange={(next) => viewStore.getState().showSettings(next as SettingsSection)}
        className="settings-tabs"
      >
        <Tabs.List className="segmented" aria-label={words.settings.sections}>
          <Tabs.Trigger value="appearance">{words.settings.appearance}</Tabs.Trigger>
          <Tabs.Trigger value="keys">{words.settings.keys}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="appearance" className="settings-tab">
          <AppearanceSettings />
        </Tabs.Content>
        <Tabs.Content value="keys" className="settings-tab">
          <KeySettings />
        </Tabs.Content>
      </Tabs.Root>
    </Modal>
  );
}
