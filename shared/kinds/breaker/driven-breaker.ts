import { SLOT_GRANTED, SLOT_QUEUED } from '../../engine/index.ts';
import { ANSWERED, type FailureClass, outcomeOf } from '../../model/index.ts';
import type { Wiring } from '../kind.ts';
import { type Effect, TestContext } from '../test-context.ts';
import type { BreakerPlan, BreakerState } from './behavior.ts';
import type { BreakerConfig } from './config.ts';
import { breaker } from './index.ts';

/** One breaker and the calls that a test makes through it at exact instants, without an engine. Instants must not decrease. */

export type Admission = 'through' | 'rejected' | 'waits';

export interface DrivenCall {
  admission: Admission;
  /** When it went through, or was rejected. */
  decidedAtMs: number;
  retryAfterMs: number;
  readonly context: TestContext;
}

export class DrivenBreaker {
  private readonly plan: BreakerPlan;
  private state: BreakerState;
  private waiting: DrivenCall[] = [];
  readonly transitions: { readonly atMs: number; readonly to: number }[] = [];

  constructor(config: Partial<BreakerConfig> = {}) {
    const wiring: Pick<Wiring, 'nodeId' | 'port' | 'nodeTarget' | 'station'> = {
      nodeId: 'b',
      port: () => 0,
      nodeTarget: () => -1,
      station: () => 0,
    };
    this.plan = breaker.prepare({ ...breaker.config.defaults, ...config }, wiring as Wiring);
    this.state = breaker.behavior.createState(this.plan);
  }

  get now(): number {
    return this.state.state;
  }

  /** End of the open time. */
  get openUntilMs(): number {
    return this.state.openUntilMs;
  }

  call(atMs: number): DrivenCall {
    const call: DrivenCall = {
      admission: 'rejected',
      decidedAtMs: atMs,
      retryAfterMs: 0,
      context: new TestContext({ nowMs: atMs, slot: SLOT_QUEUED }),
    };
    breaker.behavior.onCall(this.plan, this.state, this.prepared(call, atMs));
    this.take(call);
    return call;
  }

  /** True when the reply was passed on as it came, which it always must be. */
  reply(call: DrivenCall, atMs: number, failure?: FailureClass, retryAfterMs = 0): boolean {
    const context = this.prepared(call, atMs);
    context.replied({ outcome: failure === undefined ? ANSWERED : outcomeOf(failure), replyCalledAtMs: call.decidedAtMs, retryAfterMs });
    breaker.behavior.onReply?.(this.plan, this.state, context);
    return this.take(call).filter((effect) => effect.does === 'forward').length === 1;
  }

  /** What a run that was saved in between would go on with. */
  throughJson(): void {
    this.state = JSON.parse(JSON.stringify(this.state)) as BreakerState;
  }

  /** The trial's time limit strikes. */
  overdue(call: DrivenCall, atMs: number): void {
    const context = this.prepared(call, atMs);
    context.tag = 0;
    breaker.behavior.onWake?.(this.plan, this.state, context);
    this.take(call);
  }

  cancel(call: DrivenCall, atMs: number): void {
    this.waiting = this.waiting.filter((other) => other !== call);
    breaker.behavior.onCancel?.(this.plan, this.state, this.prepared(call, atMs));
    this.take(call);
  }

  /** A call that is replied to at once. */
  pass(atMs: number, failure?: FailureClass): DrivenCall {
    const call = this.call(atMs);
    if (call.admission !== 'through') throw new Error(`the call at ${atMs} ms is ${call.admission}`);
    this.reply(call, atMs, failure);
    return call;
  }

  private prepared(call: DrivenCall, atMs: number): TestContext {
    call.context.nowMs = atMs;
    call.context.wanted = this.waiting.length;
    return call.context;
  }

  private take(call: DrivenCall): readonly Effect[] {
    const { context } = call;
    const effects = context.taken();
    let opensLine = false;
    for (const effect of effects) {
      if (effect.does === 'state') this.transitions.push({ atMs: context.nowMs, to: effect.to });
      if (effect.does === 'slots') opensLine ||= effect.slots === Number.POSITIVE_INFINITY;
      if (effect.does === 'acquire') {
        call.admission = 'waits';
        this.waiting.push(call);
      }
      if (effect.does === 'call' || effect.does === 'fail') {
        call.admission = effect.does === 'call' ? 'through' : 'rejected';
        call.decidedAtMs = context.nowMs;
      }
      if (effect.does === 'fail') call.retryAfterMs = effect.retryAfterMs;
    }
    if (opensLine) this.grant(context.nowMs);
    return effects;
  }

  /** What the engine does when the line gets slots for a moment: everybody in it, in order of arrival. */
  private grant(atMs: number): void {
    const granted = this.waiting;
    this.waiting = [];
    for (const call of granted) {
      const context = this.prepared(call, atMs);
      context.tag = SLOT_GRANTED;
      breaker.behavior.onWake?.(this.plan, this.state, context);
      this.take(call);
    }
  }
}
