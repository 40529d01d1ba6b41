import { createHash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256 of bytes, or of a text's UTF-8 bytes. */
export const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
