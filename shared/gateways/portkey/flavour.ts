/** One builder writes for both; what differs between them is asked of here. */
export interface Flavour {
  /** Of the target and of the dialect. */
  readonly id: 'portkey' | 'portkey-hosted';
  /** In sentences. */
  readonly name: string;
  readonly dialectTitle: string;
  readonly isHosted: boolean;
}

/** npm `@portkey-ai/gateway` 1.15.2. */
export const OPEN_SOURCE: Flavour = { id: 'portkey', name: 'Portkey OSS', dialectTitle: 'Portkey OSS 1.15.2', isHosted: false };

/** Portkey as a service, whose documentation of 2026 calls it Prisma AIRS AI Gateway. Nothing of what it does beyond the open-source gateway was run. */
export const HOSTED: Flavour = { id: 'portkey-hosted', name: 'Portkey', dialectTitle: 'Portkey, hosted', isHosted: true };
