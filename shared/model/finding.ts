/** `error` stops export, `warning` and `info` do not. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One thing that is wrong or worth knowing. The message is one sentence: subject, fact, consequence, what to do.
 * `path` points into the node's config (or, without `nodeId`, into the policy), so that a form can focus the field.
 */
export interface Finding {
  /** `room/what-is-wrong`, for example `breaker/never-opens`; documented in docs/rules or in the kind's guide. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly nodeId?: string;
  /** Which of several things on the node, where a rule can speak of more than one: a port, a tier. Stable, so that one of them can be silenced. */
  readonly about?: string;
  /** `from:port` of the edge at fault. */
  readonly edgeId?: string;
  readonly providerId?: string;
  readonly path?: readonly (string | number)[];
  /** The repair in a verb phrase and the change that makes it; absent when only a person can decide. */
  readonly fix?: { readonly label: string; readonly change: FindingFix };
}

export type FindingFix =
  | { readonly kind: 'set-field'; readonly nodeId: string; readonly path: readonly (string | number)[]; readonly value: unknown }
  | { readonly kind: 'remove-edge'; readonly edgeId: string }
  | { readonly kind: 'remove-node'; readonly nodeId: string }
  /** A new node that who called `nodeId` calls instead, and that calls it through its first port. */
  | {
      readonly kind: 'put-above';
      readonly nodeId: string;
      readonly node: { readonly kind: string; readonly name: string; readonly config: Readonly<Record<string, unknown>> };
    };
