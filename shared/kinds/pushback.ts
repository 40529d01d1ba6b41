/**
 * A year, as Retry-After: longer than any retry may be told to wait, so that one that follows the hint gives up at once, with the failure as it was. It is how
 * a retry budget pushes back (gRPC, proposal A6) and says nothing of when the callee is well again: whoever waits for that must not take it for a time.
 */
export const NEVER_AGAIN_MS = 31_536_000_000;
