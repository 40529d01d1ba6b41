/** What is said of scenarios where one is chosen. */
export const scenarios = {
  /** `reason`: the check's sentence about the first event; `others`: how many events more change nothing. */
  idle: (reason: string, others: number): string =>
    `Strikes nothing here: ${reason.charAt(0).toUpperCase()}${reason.slice(1, reason.endsWith('.') ? -1 : undefined)}${others === 0 ? '.' : `, and its other ${others === 1 ? 'event does' : `${others} events do`} nothing either.`}`,
  /** Rest of a sentence that begins with what was struck. */
  failedRequests: (share: string, span: string): string => `failed the same ${share} of requests at every attempt for ${span}`,
  failingRequests: (subject: string, share: string): string => `${subject}: the same ${share} of requests fail`,
  grewConversations: (multiplier: string, span: string): string => `added ${multiplier} × as much to its conversations for ${span}`,
  growingConversations: (subject: string, multiplier: string): string => `${subject}: conversations grow ${multiplier} × as fast`,
} as const;
