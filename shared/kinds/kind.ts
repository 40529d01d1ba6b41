import type * as z from 'zod';
import type { Behavior } from '../engine/index.ts';
import type { Assumption, FailureClass, Finding, FlawSet, Ms, Policy, PolicyNode, Provider, Ratio, Usd } from '../model/index.ts';
import type { Tier } from './tier.ts';

/**
 * A node kind describes itself; generic code draws, lints, runs, compares and documents it. One folder a kind, the same
 * file names in each, one line in `all.ts`.
 */
export interface NodeKind<Config = any, Prepared = any, State = any> {
  /** Name in documents; never changes once published. */
  readonly kind: string;
  readonly config: KindConfig<Config>;
  readonly fields: readonly Field[];
  readonly face: Face<Config>;
  readonly check: Check<Config>;
  readonly behavior: Behavior<Prepared, State>;
  /** Config resolved against the graph, once a run: prices looked up, masks made, port positions known. */
  prepare(config: Config, wiring: Wiring): Prepared;
  /** What the figures of this node rest on. */
  assumptions(config: Config, name: string): readonly Assumption[];
  readonly describe: Describe<Config>;
  /** Known products and settings by name: `presets.ts`. Choosing one fills its values in; which one a config follows is read from the values. */
  readonly presets?: readonly Preset<Config>[];
  /** Worst case of one call of this node, computed without running: `bounds.ts`. */
  readonly bounds: Bound<Config>;
  /** Flaws that an answer may get at this node, beyond those that it brought from below; none when absent. */
  flaws?(config: Config): FlawSet;
  /** What it can answer a request with by itself; absent for kinds that only pass on what comes from below. */
  answers?(config: Config, view: AnswerView): Answering;
  /** Ports whose answers become its own, in call order; all of them when absent. Tools of an agent and approvals reach no user. */
  passesOn?(config: Config): readonly string[];
  /** Mean number of calls below for one answer of its own; 1 when absent. Attempts that fail do not count. */
  callsPerAnswer?(config: Config): number;
  /** A place where something bad is looked for: its part in the layers of defence. */
  defence?(config: Config): Defence;
  /** Markdown: what it is for, when not to use it, one `### rule-id` heading for each rule of `check`. */
  readonly guide: string;
}

export interface KindConfig<Config> {
  /** Strict; every key has a default, so `schema.parse({})` works and equals `defaults`. */
  readonly schema: z.ZodType<Config>;
  readonly defaults: Config;
  /** One realistic config, used by docs and tests. */
  readonly example: Config;
}

export type DefenceLayer = 'input' | 'execution' | 'output' | 'evaluation';

export interface Defence {
  readonly layer: DefenceLayer;
  /** As the object of a sentence: "injection", "leaked personal data". */
  readonly looksFor: string;
  /** False when what is caught reaches the user all the same: flags and evaluations. */
  readonly stops: boolean;
}

export interface AnswerView {
  readonly policy: Policy;
  readonly node: PolicyNode;
  /** Of a typical request: its median. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of a long answer: the 95th of 100. */
  readonly longOutputTokens: number;
}

/** An answer as the drawing alone tells of it, before anything was rehearsed. */
export interface Answering {
  /** Of an answer that was kept from before: its own tier then, and only tiers down to this one are kept. */
  readonly tier: Tier | { readonly keptDownTo: Tier };
  /** Who or what answers: "gpt-4o at OpenAI", "a fixed text". */
  readonly by: string;
  /** What the user reads, where that is fixed; null = written anew each time. */
  readonly text: string | null;
  /** Share of the tasks that it solves at the first attempt; null = nothing counts it. */
  readonly successRate: Ratio | null;
  /** 95 of 100 answers take at most about so long from its own call to its reply, queues and limits apart; null = it depends on them alone. */
  readonly p95Ms: Ms | null;
  /** Of one typical answer. */
  readonly usd: Usd | null;
  /** Where the figures come from, one sentence each. */
  readonly basis: readonly string[];
}

export interface Preset<Config = any> {
  /** Stable name for tools. */
  readonly id: string;
  readonly label: string;
  /** One sentence: what is typical of it. */
  readonly help: string;
  /** What it sets; other fields stay as they are. */
  readonly values: Partial<Config>;
}

/** What a kind may learn about its surroundings when a run is compiled. */
export interface Wiring {
  /** Id of the node being prepared; part of a topic for `Context.requestUniform` where one luck must be the node's own. */
  readonly nodeId: string;
  /** Position of a port in the kind's port order, −1 when there is none of that id. */
  port(portId: string): number;
  /**
   * Position of the provider among the run's stations, the provider itself, and the position of its provisioned throughput when it has some; throws for an
   * unknown id (lint forbids it).
   */
  provider(providerId: string): { readonly index: number; readonly provider: Provider; readonly provisioned?: number };
  /** Target for `Conditions`, or NO_TARGET. */
  conditionTarget(providerId: string, model: string): number;
  /** All nodes that a call of the node being prepared can reach, itself not among them, with their configs parsed. */
  below(): readonly { readonly kind: NodeKind; readonly config: unknown }[];
  /** Target for `Conditions` of the node being prepared, or NO_TARGET: scenarios strike tools, agent loops, reviews and guards by node. */
  nodeTarget(): number;
  /** A station of the node's own, for `Context.acquire` and the like; null = no limit. At most one a node. */
  station(slots: number | null, queueLength: number | null): number;
  /**
   * Index for `Context.metadataCode`, and the code of each value asked for (−1 when the traffic never has it). A column that the traffic
   * lacks still gets an index: every request's code in it is −1, so a value's code must be tested for −1 before it is compared.
   */
  metadataColumn(key: string, values: readonly string[]): { readonly column: number; readonly codes: readonly number[] };
}

// ── the form ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Field {
  /** Key in the config (dotted for nested objects, for example `backoff.baseMs`). */
  readonly key: string;
  readonly label: string;
  /** One sentence: what it does and what changes when it grows. */
  readonly help: string;
  readonly control: Control;
  /** Seldom changed by hand: the form folds such fields away at its end. */
  readonly isRare?: boolean;
  /** Shown only while another field of the same config has one of these values. */
  readonly shownWhen?: { readonly key: string; readonly isOneOf: readonly unknown[] };
}

export type Control =
  /** Stored in milliseconds, shown and typed in `unit` (500 ms, 30 s, 2 min). Bounds in ms, inclusive. */
  | { readonly kind: 'duration'; readonly minMs: number; readonly maxMs: number; readonly unit: 'ms' | 's' | 'min' }
  /** Stored 0..1, shown in percent. */
  | { readonly kind: 'ratio'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly step: number; readonly unit: string }
  /** A number that may be absent (null); `absent` is the word shown for it. */
  | {
      readonly kind: 'optional-number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit: string;
      readonly absent: string;
    }
  | { readonly kind: 'text'; readonly maxLength: number; readonly placeholder?: string }
  | { readonly kind: 'long-text'; readonly maxLength: number; readonly placeholder?: string }
  /** A text that may be absent (null); `absent` is the word shown for it. */
  | { readonly kind: 'optional-text'; readonly maxLength: number; readonly absent: string }
  /** The option's value is what the config stores: a number stays one. */
  | {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string | number; readonly label: string; readonly help?: string }[];
    }
  | { readonly kind: 'toggle' }
  /** A set of failure classes. */
  | { readonly kind: 'failures'; readonly options: readonly FailureClass[] }
  /** A set of fixed values, kept in the order of the options. */
  | { readonly kind: 'choices'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  /** A list of short texts, typed with commas between them; `absent` is the word shown for an empty one. */
  | { readonly kind: 'names'; readonly maxItems: number; readonly maxLength: number; readonly absent: string }
  /** Id of a provider of the policy. */
  | { readonly kind: 'provider' }
  /** Model name out of the price list of the provider in field `providerKey`. */
  | { readonly kind: 'model'; readonly providerKey: string }
  /** An ordered list of objects; order is meaning. Item ids are made by the form (`t1`, `t2`, …: prefix + first free number). */
  | {
      readonly kind: 'list';
      readonly itemLabel: string;
      readonly idPrefix: string;
      readonly minItems: number;
      readonly maxItems: number;
      readonly fields: readonly Field[];
      readonly newItem: Record<string, unknown>;
      /** A form of its own for items that are conditions tried in order; without it each item is drawn from `fields`. */
      readonly drawnAs?: 'routes';
    };

// ── the card ────────────────────────────────────────────────────────────────────────────────────────────────────

export type PaletteGroup = 'flow' | 'answers' | 'protection' | 'guardrails' | 'money';
export type Silhouette = 'entry' | 'router' | 'fallback' | 'retry' | 'breaker' | 'model' | 'template' | 'guard' | 'plain';

export interface Port {
  readonly id: string;
  /** What a wire from here means: "next", "tier 2", "longer than 6 000 tokens". */
  readonly label: string;
  /** Lint reports an error when nothing is connected. */
  readonly required: boolean;
}

export interface Face<Config> {
  /** "Circuit breaker" */
  readonly title: string;
  /** One sentence in the palette and at the top of the inspector. */
  readonly purpose: string;
  readonly group: PaletteGroup;
  /** Stroke paths in a 16 × 16 box, 1.4 px, round; `name` is the text alternative. */
  readonly glyph: { readonly name: string; readonly paths: readonly string[] };
  readonly silhouette: Silhouette;
  /** False for an entry: nothing can call it. */
  readonly isCallable: boolean;
  /** In call order; `continuous` kinds draw one port downwards, more than one to the right. */
  ports(config: Config): readonly Port[];
  /** What this config does, as plain words of at most two card lines (about 60 characters). */
  summary(config: Config, policy: Policy): string;
  /** Words a person may search for besides the title. */
  readonly keywords: readonly string[];
}

// ── rules on one kind ───────────────────────────────────────────────────────────────────────────────────────────

export interface GraphView {
  readonly policy: Policy;
  node(id: string): PolicyNode | undefined;
  /** Node called by a port, if connected. */
  target(nodeId: string, port: string): PolicyNode | undefined;
  /** Nodes that call this one. */
  callers(nodeId: string): readonly PolicyNode[];
  provider(id: string): Provider | undefined;
}

export interface Check<Config> {
  /** Every rule this kind can report, with its severity; ids are `kind/what-is-wrong`. */
  readonly rules: Readonly<Record<string, Finding['severity']>>;
  run(config: Config, node: PolicyNode, graph: GraphView): readonly Finding[];
}

// ── worst cases

/** Worst case of one call: from call to reply, and of all that was done for it. Infinity where nothing bounds it. */
export interface Bounds {
  readonly latencyMs: number;
  /** Attempts sent to providers. */
  readonly attempts: number;
  readonly usd: number;
}

export interface BoundView {
  readonly policy: Policy;
  /** Tokens of the call, as an upper bound. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Worst case of what a port calls; zero for one that leads nowhere. `tokens` for calls that are longer than this one. */
  below(portId: string, tokens?: { readonly inputTokens: number; readonly outputTokens: number }): Bounds;
}

export type Bound<Config> = (config: Config, node: PolicyNode, view: BoundView) => Bounds;

// ── words for a change ──────────────────────────────────────────────────────────────────────────────────────────

export interface Describe<Config> {
  /** One sentence a changed field, without the node's name: "opens after 3 failures in 60 s (was 5)". Empty for equal configs. */
  changes(before: Config, after: Config): readonly string[];
}
