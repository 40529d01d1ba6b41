import * as fc from 'fast-check';

/**
 * Every test run draws the same random cases, so that what passes here passes on the next machine and a failure belongs to
 * the change that made it. A nightly-size run (GRACEFALL_CASES) goes looking for new ones: fast-check prints its seed.
 */
if (process.env['GRACEFALL_CASES'] === undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_124 });
