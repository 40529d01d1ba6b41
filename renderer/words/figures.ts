/** What the figures of a run are called and said of them. */
export const figures = {
  /** `provisioned`: share of it that is owed by the hour, where any is. */
  cost: (provisioned: string | null): string => (provisioned === null ? 'Cost' : `Cost, ${provisioned} provisioned`),
  provisioned: (usd: string, shareOfCost: string | null): string =>
    `${usd} of it${shareOfCost === null ? '' : `, ${shareOfCost},`} is owed by the hour for provisioned throughput, used or not, for as long as requests arrive; no card carries it.`,
} as const;
