/** Closed forms of queueing theory that the oracles compare with. Times in seconds, rates a second. */

/** Erlang's B formula by its stable recursion: share of calls lost with `servers` and offered load `erlangs`, whatever the service distribution. */
export function erlangB(servers: number, erlangs: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return blocked;
}

/** Erlang's C formula: share of calls that wait in M/M/c. */
export function erlangC(servers: number, erlangs: number): number {
  const b = erlangB(servers, erlangs);
  return b / (1 - (erlangs / servers) * (1 - b));
}

/** Share of arrivals lost in M/D/1/K (K places, the one in service included), unit service time, by the chain embedded at departures. */
export function blockedMD1K(places: number, load: number): number {
  const arrivals = [Math.exp(-load)];
  for (let k = 1; k <= places; k++) arrivals.push((arrivals[k - 1]! * load) / k);
  const weight = [1];
  for (let j = 0; j + 1 < places; j++) {
    let next = weight[j]! - arrivals[j]!;
    for (let i = 1; i <= j; i++) next -= weight[i]! * arrivals[j - i + 1]!;
    weight.push(next / arrivals[0]!);
  }
  const emptyAtDeparture = 1 / weight.reduce((sum, value) => sum + value, 0);
  return 1 - 1 / (emptyAtDeparture + load);
}
