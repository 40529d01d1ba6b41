import type { Conditions } from '../model/index.ts';

/** Whether nothing is in force at each target of the conditions, and until when that holds: they are asked again only then. */
export class QuietTargets {
  private readonly conditions: Conditions;
  private readonly clock: Float64Array;
  private quiet = new Uint8Array(0);
  private changesAtMs = new Float64Array(0);

  constructor(conditions: Conditions, clock: Float64Array) {
    this.conditions = conditions;
    this.clock = clock;
  }

  /** `target`: 0 or more. */
  isQuiet(target: number): boolean {
    return this.clock[0]! < this.changesAtMs[target]! ? this.quiet[target] === 1 : this.lookAgain(target);
  }

  private lookAgain(target: number): boolean {
    if (target >= this.quiet.length) {
      const quiet = new Uint8Array(2 * target + 2);
      const changesAtMs = new Float64Array(2 * target + 2);
      quiet.set(this.quiet);
      changesAtMs.set(this.changesAtMs);
      this.quiet = quiet;
      this.changesAtMs = changesAtMs;
    }
    const nowMs = this.clock[0]!;
    const isQuiet = this.conditions.isQuietAt(target, nowMs);
    this.quiet[target] = isQuiet ? 1 : 0;
    this.changesAtMs[target] = this.conditions.nextChangeMsAt(target, nowMs);
    return isQuiet;
  }
}
