import { useMemo, useRef } from 'react';
import type { Policy, RunResult } from '../../shared/model/index.ts';
import { type ExpectedTokens, expectedTokens, type TierBoard, tierBoard } from '../../shared/tiers/index.ts';
import { policySha256, usePolicySha256 } from '../rehearse/policy-hash.ts';
import { documentStore, inputsStore, runStore, useDocument, useInputs, useRun } from '../state/index.ts';

/** Everything that the room and its parts show. */
export interface BoardView {
  readonly policy: Policy;
  readonly board: TierBoard;
  readonly tokens: ExpectedTokens;
  readonly run: RunResult | null;
  /** The policy is another one than that of the run: shares are those of before, other figures those of the drawing. */
  readonly isStale: boolean;
  readonly isReadOnly: boolean;
}

export function useBoardView(): BoardView | null {
  const policy = useDocument((state) => state.history?.document.policy ?? null);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const run = useRun((state) => state.result);
  const summary = useInputs((state) => state.traffic?.handle?.summary);
  const sha256 = usePolicySha256(policy);
  const tokens = useMemo(() => expectedTokens(summary), [summary]);
  const board = useMemo(() => (policy === null ? null : tierBoard(policy, tokens, run)), [policy, tokens, run]);
  const wasStale = useRef(false);
  if (policy === null || board === null) return null;
  // Between a change and its checksum the screen stays as it was, so that figures do not flash.
  if (run === null) wasStale.current = false;
  else if (sha256 !== null) wasStale.current = sha256 !== run.policy.sha256;
  return { policy, board, tokens, run, isStale: wasStale.current, isReadOnly };
}

/** The same at this instant, for a command. */
export async function currentBoardView(): Promise<BoardView | null> {
  const { history, origin } = documentStore.getState();
  if (history === null) return null;
  const { policy } = history.document;
  const run = runStore.getState().result;
  const tokens = expectedTokens(inputsStore.getState().traffic?.handle?.summary);
  const sha256 = run === null ? null : await policySha256(policy);
  return {
    policy,
    board: tierBoard(policy, tokens, run),
    tokens,
    run,
    isStale: run !== null && sha256 !== null && sha256 !== run.policy.sha256,
    isReadOnly: origin.readOnlyReason !== undefined,
  };
}
