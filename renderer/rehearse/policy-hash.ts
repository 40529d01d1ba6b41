import { useEffect, useState } from 'react';
import { policyHashText } from '../../shared/format/index.ts';
import type { Policy } from '../../shared/model/index.ts';

/** sha256 of a policy as run results carry it, layout left out; null until it is known, or where the browser offers no digest (an address without TLS). */
export function usePolicySha256(policy: Policy | null): string | null {
  const [known, setKnown] = useState<{ readonly policy: Policy; readonly sha256: string } | null>(null);
  useEffect(() => {
    if (policy === null || globalThis.crypto?.subtle === undefined) return;
    let isCurrent = true;
    void crypto.subtle.digest('SHA-256', new TextEncoder().encode(policyHashText(policy))).then((digest) => {
      const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (isCurrent) setKnown({ policy, sha256 });
    });
    return () => {
      isCurrent = false;
    };
  }, [policy]);
  return known !== null && known.policy === policy ? known.sha256 : null;
}
