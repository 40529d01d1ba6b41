import * as fc from 'fast-check';

/**
 * A counterexample that is made smaller without end held a whole run up for minutes, and no test runner can stop what does not yield. No property takes a tenth
 * of this; one that was interrupted tells the smallest counterexample it had.
 */
const LONGEST_SHRINK_MS = 240_000;

/**
 * Every test run draws the same random cases, so that what passes here passes on the next machine and a failure belongs to
 * the change that made it. A nightly-size run (GRACEFALL_CASES) goes looking for new ones: fast-check prints its seed.
 */
if (process.env['GRACEFALL_CASES'] === undefined)
  fc.configureGlobal({
    ...fc.readConfigureGlobal(),
    seed: 20_261_124,
    interruptAfterTimeLimit: LONGEST_SHRINK_MS,
    markInterruptAsFailure: true,
  });
