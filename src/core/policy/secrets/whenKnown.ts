/** Uses a value at once where it is there, so that what is known costs no turn of the event loop. */
export function whenKnown<Value, Result>(
  value: Value | Promise<Value>,
  use: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(use) : use(value);
}

export function whenAllKnown<Value, Result>(
  values: readonly (Value | Promise<Value>)[],
  use: (values: readonly Value[]) => Result | Promise<Result>,
): Result | Promise<Result> {
  const known = values.filter((value): value is Value => !(value instanceof Promise));
  return known.length === values.length ? use(known) : Promise.all(values).then(use);
}
