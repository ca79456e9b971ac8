/** One thing that is wrong: where, as a path with dots, and why. */
export interface Fault {
  readonly field: string;
  readonly detail: string;
}

/** Looks at one value of unknown shape. */
export type Check = (value: unknown, field: string) => Fault[];

const under = (field: string, key: string): string => (field === '' ? key : `${field}.${key}`);

export const whole =
  (min: number, max: number): Check =>
  (value, field) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? []
      : [{ field, detail: `must be a whole number from ${min} to ${max}` }];

export const oneOf =
  (allowed: readonly (string | boolean)[]): Check =>
  (value, field) =>
    allowed.includes(value as string) ? [] : [{ field, detail: `must be one of: ${allowed.join(', ')}` }];

/** Printable text: not blank, no control characters but line breaks. */
export const text =
  (lengthMax: number): Check =>
  (value, field) =>
    typeof value === 'string' &&
    value.trim().length > 0 &&
    [...value].length <= lengthMax &&
    !/(?!\n)\p{Cc}|\p{Cs}/u.test(value)
      ? []
      : [{ field, detail: `must be a text of 1 to ${lengthMax} characters` }];

/** A day that every year has, `MM-DD`. */
export const dayOfYear: Check = (value, field) => {
  const at = typeof value === 'string' && /^\d{2}-\d{2}$/.test(value) ? new Date(`2027-${value}T00:00:00Z`) : undefined;
  return at && !Number.isNaN(at.getTime()) && at.toISOString().slice(5, 10) === value
    ? []
    : [{ field, detail: 'must be a day that every year has, as in 06-30' }];
};

export const nullOr =
  (check: Check): Check =>
  (value, field) =>
    value === null ? [] : check(value, field);

/** A list of that many, none twice. */
export const listOf =
  (check: Check, { min, max }: { readonly min: number; readonly max: number }): Check =>
  (value, field) => {
    if (!Array.isArray(value) || value.length < min || value.length > max)
      return [{ field, detail: `must be a list of ${min} to ${max}` }];
    const items: readonly unknown[] = value;
    if (new Set(items.map((item) => JSON.stringify(item))).size < items.length)
      return [{ field, detail: 'must name nothing twice' }];
    return items.flatMap((item, index) => check(item, `${field}[${index}]`));
  };

type Fields = Readonly<Record<string, Check>>;

/** An object of exactly these fields; an optional one may be left out, an unknown one is a fault. */
export const shape =
  (required: Fields, optional: Fields = {}): Check =>
  (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [{ field, detail: 'must be an object' }];
    const given = new Map(Object.entries(value));
    const known: ReadonlyMap<string, Check> = new Map(Object.entries({ ...required, ...optional }));
    return [
      ...[...given.keys()]
        .filter((key) => !known.has(key))
        .map((key) => ({ field: under(field, key), detail: 'is not known here' })),
      ...Object.keys(required)
        .filter((key) => !given.has(key))
        .map((key) => ({ field: under(field, key), detail: 'is missing' })),
      ...[...given].flatMap(([key, inner]) => known.get(key)?.(inner, under(field, key)) ?? []),
    ];
  };

/** An object with the same check for each of these fields. */
export const sameFor = (names: readonly string[], check: Check): Check =>
  shape(Object.fromEntries(names.map((name) => [name, check])));
