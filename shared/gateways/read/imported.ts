import type { Finding, Policy } from '../../model/index.ts';
import type { Place } from './place.ts';

/** Keys and positions from the top of a config. */
export type ConfigPath = readonly (string | number)[];

/** Something worth saying about one place of a config. */
export interface ConfigNote {
  readonly path: ConfigPath;
  /** A whole sentence; the place is named beside it. */
  readonly sentence: string;
  /** From 1. */
  readonly line: number;
}

export interface RemovedSecret {
  readonly path: ConfigPath;
  readonly line: number;
  /** Environment variable by which an export asks for it; null where no export needs it. */
  readonly reference: string | null;
}

/** A gateway config as a policy. Nothing of the file is lost in silence: what is neither drawn nor a secret is in `unread`. */
export interface ImportedConfig {
  /** Whose config it is. */
  readonly gateway: { readonly id: string; readonly title: string };
  /** Without a layout, which whoever draws it gives. */
  readonly policy: Policy;
  /** Where in the file a node comes from, by its id; those that stand for the product's own (an entry) have none. */
  readonly origins: ReadonlyMap<string, ConfigPath>;
  /** What is in the file and not in the policy, or not quite, in the order of the file. */
  readonly unread: readonly ConfigNote[];
  /** What is in the policy and not in the file. */
  readonly assumed: readonly ConfigNote[];
  readonly secrets: readonly RemovedSecret[];
  /** Of the config itself: settings that do not do what they seem to. */
  readonly findings: readonly Finding[];
}

/** What a reader makes of a config whose secrets are gone. */
export interface Drawn {
  readonly policy: Policy;
  readonly origins: ReadonlyMap<string, ConfigPath>;
  readonly assumed: readonly Omit<ConfigNote, 'line'>[];
  /** Environment variables by which exports ask for the keys that stood at these places, by place (`pathText`). */
  readonly references: ReadonlyMap<string, string>;
}

/** A node that a place of the config became; undefined for one that became none. */
export type NodeAt = (path: ConfigPath) => string | undefined;

/** Reads the configs of one gateway. */
export interface ConfigReader {
  readonly id: string;
  /** "LiteLLM config.yaml" */
  readonly title: string;
  /** Is this a config of that gateway, to judge by its keys? */
  recognises(value: unknown): boolean;
  /** Why nothing can be drawn: a sentence each. */
  problems(value: unknown): readonly string[];
  draw(config: Place, name: string): Drawn;
  lint(value: unknown, nodeAt: NodeAt): readonly Finding[];
}

/** `model_list[0].litellm_params.api_key`; "the file" for the top. */
export const pathText = (path: ConfigPath): string =>
  path.length === 0
    ? 'the file'
    : path
        .map((key, at) => (typeof key === 'number' ? `[${key}]` : /^[\w@*-]+$/.test(key) ? `${at === 0 ? '' : '.'}${key}` : `["${key}"]`))
        .join('');
