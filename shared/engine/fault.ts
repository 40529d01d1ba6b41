/** A broken rule of the behaviour contract or a broken identity: a defect of a kind or of the engine, never of a policy. */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
}
