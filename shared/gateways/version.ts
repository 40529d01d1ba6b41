/** Version that exports name as their maker; equal to package.json's, which a test holds it to (`shared` reads no files). */
export const GRACEFALL_VERSION = '0.1.0';
