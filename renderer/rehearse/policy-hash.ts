import { useEffect, useState } from 'react';
import { canonicalJson, policyHashText } from '../../shared/format/index.ts';
import type { Policy, Scenario } from '../../shared/model/index.ts';

/** Null where the browser offers no digest (an address without TLS). */
async function sha256Of(text: string): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** sha256 of a policy as run results carry it, layout left out. */
export const policySha256 = (policy: Policy): Promise<string | null> => sha256Of(policyHashText(policy));
const scenarioSha256 = (scenario: Scenario): Promise<string | null> => sha256Of(canonicalJson(scenario));

/** The same for what is on the screen; null until it is known. */
export const usePolicySha256 = (policy: Policy | null): string | null => useSha256(policy, policySha256);
export const useScenarioSha256 = (scenario: Scenario): string | null => useSha256(scenario, scenarioSha256);

function useSha256<T extends object>(subject: T | null, digest: (subject: T) => Promise<string | null>): string | null {
  const [known, setKnown] = useState<{ readonly subject: T; readonly sha256: string } | null>(null);
  useEffect(() => {
    if (subject === null) return;
    let isCurrent = true;
    void digest(subject).then((sha256) => {
      if (isCurrent && sha256 !== null) setKnown({ subject, sha256 });
    });
    return () => {
      isCurrent = false;
    };
  }, [subject, digest]);
  return known !== null && known.subject === subject ? known.sha256 : null;
}
