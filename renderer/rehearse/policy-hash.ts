import { useEffect, useState } from 'react';
import { policyHashText } from '../../shared/format/index.ts';
import type { Policy } from '../../shared/model/index.ts';

/** sha256 of a policy as run results carry it, layout left out; null where the browser offers no digest (an address without TLS). */
export async function policySha256(policy: Policy): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(policyHashText(policy)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same for what is on the screen; null until it is known. */
export function usePolicySha256(policy: Policy | null): string | null {
  const [known, setKnown] = useState<{ readonly policy: Policy; readonly sha256: string } | null>(null);
  useEffect(() => {
    if (policy === null) return;
    let isCurrent = true;
    void policySha256(policy).then((sha256) => {
      if (isCurrent && sha256 !== null) setKnown({ policy, sha256 });
    });
    return () => {
      isCurrent = false;
    };
  }, [policy]);
  return known !== null && known.policy === policy ? known.sha256 : null;
}
