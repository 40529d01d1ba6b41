/** What is said of scenarios where one is chosen. */
export const scenarios = {
  /** `reason`: the check's sentence about the first event; `others`: how many events more change nothing. */
  idle: (reason: string, others: number): string =>
    `Strikes nothing here: ${reason.charAt(0).toUpperCase()}${reason.slice(1, reason.endsWith('.') ? -1 : undefined)}${others === 0 ? '.' : `, and its other ${others === 1 ? 'event does' : `${others} events do`} nothing either.`}`,
} as const;
