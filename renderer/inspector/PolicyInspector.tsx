import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { addProvider, newProviderId, setPolicy } from '../../shared/edit/index.ts';
import type { Policy, Provider } from '../../shared/model/index.ts';
import { FindingCard } from '../findings/index.ts';
import { documentStore, useFindings, useView } from '../state/index.ts';
import { enumerated, words } from '../words/index.ts';

import { ProviderEditor } from './ProviderEditor.tsx';
import { NameInput } from './typed-controls.tsx';

/** The policy's name and description, and the providers that its models call. */
export function PolicyInspector({ policy, isReadOnly }: { readonly policy: Policy; readonly isReadOnly: boolean }) {
  const findings = useFindings((state) => state.findings).filter(({ nodeId }) => nodeId === undefined);
  const focus = useView((state) => state.focus);
  const pointedAt = focus?.nodeId === null ? focus.key : null;
  const [openId, setOpenId] = useState<string | null>(null);
  const { run } = documentStore.getState();
  const shownId = pointedAt !== null && policy.providers.some(({ id }) => id === pointedAt) ? pointedAt : openId;
  return (
    <>
      <div className="inspector-head">
        <div className="inspector-name">
          <h2 className="inspector-title">{words.inspector.policy}</h2>
          <div className="small ink-3">
            {words.inspector.policyCounts(policy.nodes.length, policy.providers.length)} <span className="mono">{policy.id}</span>
          </div>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        <div className="fields">
          <div className="stacked-field">
            <label htmlFor="policy-name">{words.inspector.policyName}</label>
            <NameInput
              id="policy-name"
              className="input"
              name={policy.name}
              isDisabled={isReadOnly}
              onRename={(name, burst) => run(setPolicy({ name }), burst)}
            />
          </div>
          <label className="stacked-field">
            <span>{words.inspector.description}</span>
            <textarea
              className="input"
              rows={4}
              value={policy.description}
              maxLength={10_000}
              disabled={isReadOnly}
              placeholder={words.inspector.descriptionPlaceholder}
              onChange={(event) => run(setPolicy({ description: event.target.value }), 'policy-description')}
            />
          </label>
        </div>
        {findings.map((finding) => (
          <FindingCard
            key={`${finding.rule}${finding.providerId ?? ''}${finding.edgeId ?? ''}${finding.about ?? ''}`}
            finding={finding}
            isReadOnly={isReadOnly}
          />
        ))}
        <section className="inspector-section" aria-label={words.inspector.providersSection}>
          <div className="list-head">
            <h3 className="caption">{words.inspector.providers}</h3>
            <span className="grow" />
            {!isReadOnly && (
              <button
                type="button"
                className="btn link small"
                onClick={() => {
                  const name = words.inspector.newProvider(policy.providers.length + 1);
                  const id = newProviderId(policy, name);
                  run(addProvider({ name, id }));
                  setOpenId(id);
                }}
              >
                <Plus size={12} /> {words.inspector.addProvider}
              </button>
            )}
          </div>
          {policy.providers.length === 0 && <p className="ink-2">{words.inspector.noProviders}</p>}
          <ul className="providers">
            {policy.providers.map((provider) => {
              const isOpen = shownId === provider.id;
              return (
                <li key={provider.id}>
                  <button
                    type="button"
                    className="provider-head"
                    aria-expanded={isOpen}
                    onClick={() => setOpenId(isOpen ? null : provider.id)}
                  >
                    <ChevronRight size={14} className={isOpen ? 'is-turned' : ''} />
                    <span className="strong">{provider.name}</span>
                    <span className="grow" />
                    <span className="small ink-3 price-line">{aboutProvider(provider)}</span>
                  </button>
                  {isOpen && <ProviderEditor provider={provider} policy={policy} isReadOnly={isReadOnly} onAdded={setOpenId} />}
                </li>
              );
            })}
          </ul>
        </section>
      </div>
    </>
  );
}

/** Region, when it is stated, and how much there is to choose from. */
const aboutProvider = ({ region, models }: Provider): string =>
  enumerated([region, words.inspector.modelCount(models.length)].filter((part) => part !== null));
