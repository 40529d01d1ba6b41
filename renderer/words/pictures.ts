/** Pictures saved as files. */
export const pictures = {
  saved: (name: string): string => `Saved ${name}.`,
  failed: 'The picture could not be drawn as PNG here. Save it as SVG instead.',
} as const;
