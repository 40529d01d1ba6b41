/** Pictures saved as files. */
export const pictures = {
  saved: (name: string): string => `Saved ${name}.`,
  replace: {
    title: (name: string): string => `Replace ${name}?`,
    text: 'A file of this name exists already. Replacing it loses what it holds.',
    keep: 'Keep it',
    yes: 'Replace',
  },
  failed: 'The picture could not be drawn as PNG here. Save it as SVG instead.',
} as const;
