/** Parts that every room uses. */
export const parts = {
  close: 'Close',
  choose: 'Choose …',
} as const;
