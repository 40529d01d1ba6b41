/** What the figures of a run are called and said of them. */
export const figures = {
  provisioned: {
    label: 'Provisioned',
    exact: (usd: string, shareOfCost: string | null): string =>
      `${usd} of the cost is owed by the hour for provisioned throughput, used or not, for as long as requests arrive${shareOfCost === null ? '' : `: ${shareOfCost} of the cost`}. No card carries it.`,
  },
} as const;
