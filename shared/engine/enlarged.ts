/** The larger array with the smaller one's content at its start. */
export function enlarged<Column extends Int32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}
