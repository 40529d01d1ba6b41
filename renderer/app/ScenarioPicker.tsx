import { Check, ChevronDown, CircleSlash, PencilLine } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { CALM, type Scenario } from '../../shared/model/index.ts';
import { library, strikesNothing } from '../../shared/scenario/index.ts';
import { runCommandById } from '../commands/index.ts';
import { isDraftEdited, listedDrafts, useDocument, useInputs, useScenarioDrafts } from '../state/index.ts';
import { words } from '../words/index.ts';
import { scenarioGroups } from './scenario-groups.ts';

const texts = words.scenarioEditor.picker;
const GROUPED_LIBRARY = scenarioGroups(library);

/** Grouped by what is struck; typing the first letters moves to a scenario, as in every menu. */
export function ScenarioPicker() {
  const scenario = useInputs((state) => state.scenario);
  const own = useInputs((state) => state.ownScenarios);
  const drafts = listedDrafts(useScenarioDrafts((state) => state.drafts));
  const choose = useInputs((state) => state.chooseScenario);
  const policy = useDocument((state) => state.history?.document.policy);
  const trafficMs = useInputs((state) => state.traffic?.handle?.summary.durationMs ?? Number.POSITIVE_INFINITY);
  const idleBecause = (option: Scenario): string | null => {
    const [reason, ...others] = policy === undefined ? [] : strikesNothing(option, policy, trafficMs);
    return reason === undefined ? null : words.scenarios.idle(reason, others.length);
  };
  const item = (option: Scenario, prefix: string, isUnsaved = false) => {
    const idle = idleBecause(option);
    return (
      <DropdownMenu.RadioItem
        key={`${prefix}${option.id}`}
        value={`${prefix}${option.id}`}
        className="popup-item"
        onSelect={() => choose(option)}
      >
        <span className="tick">
          <DropdownMenu.ItemIndicator>
            <Check size={14} />
          </DropdownMenu.ItemIndicator>
        </span>
        <span className="scenario-words">
          {option.name} {isUnsaved && <span className="ink-3 small">{texts.editedMark}</span>}{' '}
          {idle !== null && <CircleSlash size={12} className="idle-mark" aria-hidden />}
          {idle === null ? (
            <div className="detail" title={option.description}>
              {option.description}
            </div>
          ) : (
            <div className="detail scenario-idle" title={`${idle} ${option.description}`}>
              {idle}
            </div>
          )}
        </span>
      </DropdownMenu.RadioItem>
    );
  };
  const draft = drafts.find(({ history }) => history.document === scenario);
  const picked = `${draft !== undefined ? `${draft.key}:` : own.includes(scenario) ? 'own:' : ''}${scenario.id}`;
  const chosenIdle = idleBecause(scenario);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        className="btn bar-picker"
        aria-label={words.app.scenario.named(scenario.name, chosenIdle)}
        title={chosenIdle ?? undefined}
      >
        <span className="ink-3">{words.app.scenario.title}</span>{' '}
        {chosenIdle !== null && <CircleSlash size={13} className="idle-mark" aria-hidden />}
        <span className="bar-picked">{scenario.name}</span>
        <ChevronDown size={12} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup bar-popup scenario-popup scroll-thin" align="end" sideOffset={4}>
          {/* After the menu has given the focus back, so that what the command focuses keeps it. */}
          <DropdownMenu.Item className="popup-item" onSelect={() => setTimeout(() => runCommandById('scenario.edit'), 0)}>
            <PencilLine size={14} aria-hidden="true" /> {texts.edit}
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="popup-rule" />
          <DropdownMenu.RadioGroup value={picked}>
            {drafts.length > 0 && <DropdownMenu.Label className="popup-label">{texts.drawn}</DropdownMenu.Label>}
            {drafts.map((one) => item(one.history.document, `${one.key}:`, isDraftEdited(one)))}
            {item(CALM, '')}
            {own.length > 0 && <DropdownMenu.Label className="popup-label">{words.app.scenario.ofPolicy}</DropdownMenu.Label>}
            {own.map((option) => item(option, 'own:'))}
            {GROUPED_LIBRARY.map(({ label, scenarios }) => (
              <DropdownMenu.Group key={label} aria-label={label}>
                <DropdownMenu.Label className="popup-label">{label}</DropdownMenu.Label>
                {scenarios.map((option) => item(option, ''))}
              </DropdownMenu.Group>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
