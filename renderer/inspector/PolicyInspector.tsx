import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { addProvider, newProviderId, setPolicy } from '../../shared/edit/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { documentStore, useFindings, useView } from '../state/index.ts';
import { FindingCard } from './FindingCard.tsx';
import { ProviderEditor } from './ProviderEditor.tsx';

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
          <h2 className="inspector-title">Policy</h2>
          <div className="small ink-3">
            {policy.nodes.length} nodes, {policy.providers.length === 1 ? '1 provider' : `${policy.providers.length} providers`}{' '}
            <span className="mono">{policy.id}</span>
          </div>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        <div className="fields">
          <label className="stacked-field">
            <span>Policy name</span>
            <input
              className="input"
              value={policy.name}
              maxLength={200}
              disabled={isReadOnly}
              onChange={(event) => run(setPolicy({ name: event.target.value }), 'policy name')}
            />
          </label>
          <label className="stacked-field">
            <span>Description</span>
            <textarea
              className="input"
              rows={4}
              value={policy.description}
              maxLength={10_000}
              disabled={isReadOnly}
              placeholder="What is owed to whom, and who decided it"
              onChange={(event) => run(setPolicy({ description: event.target.value }), 'policy description')}
            />
          </label>
        </div>
        {findings.map((finding) => (
          <FindingCard
            key={`${finding.rule}${finding.providerId ?? ''}${finding.edgeId ?? ''}`}
            finding={finding}
            isReadOnly={isReadOnly}
          />
        ))}
        <section className="inspector-section" aria-label="Providers">
          <div className="list-head">
            <h3 className="caption">Providers, prices and limits</h3>
            <span className="grow" />
            {!isReadOnly && (
              <button
                type="button"
                className="btn link small"
                onClick={() => {
                  const name = `Provider ${policy.providers.length + 1}`;
                  const id = newProviderId(policy, name);
                  run(addProvider({ name, id }));
                  setOpenId(id);
                }}
              >
                <Plus size={12} /> Add provider
              </button>
            )}
          </div>
          {policy.providers.length === 0 && (
            <p className="ink-2">No provider yet. A model needs one: it says what a token costs and how much may be asked of it.</p>
          )}
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
                    <span className="small ink-3">{provider.models.length === 1 ? '1 model' : `${provider.models.length} models`}</span>
                  </button>
                  {isOpen && <ProviderEditor provider={provider} policy={policy} isReadOnly={isReadOnly} />}
                </li>
              );
            })}
          </ul>
        </section>
      </div>
    </>
  );
}
