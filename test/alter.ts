import fc from "fast-check";
import type { Observation } from "../src/record/events.js";

/** Ways in which evidence may be lost or garbled. None adds anything: what was not seen cannot come to be seen. */
type Alteration = (observations: readonly Observation[], at: number, where: number) => Observation[];

const withData = (
  observations: readonly Observation[],
  at: number,
  change: (data: unknown) => unknown,
): Observation[] =>
  observations.map((one, index) =>
    index === at ? Object.assign({}, one, { data: change(structuredClone(one.data)) }) : one,
  );

const drop: Alteration = (observations, at) => observations.filter((_, index) => index !== at);
const empty: Alteration = (observations, at) => withData(observations, at, () => ({}));
const nothing: Alteration = (observations, at) => withData(observations, at, () => null);

/** Cuts a log or a list short. */
const truncate: Alteration = (observations, at, where) =>
  withData(observations, at, (data) => {
    const long = leaves(data, (value) => typeof value === "string" || Array.isArray(value));
    const leaf = long[where % Math.max(1, long.length)];
    if (leaf)
      leaf.holder[leaf.key] = (leaf.value as string | unknown[]).slice(0, where % (1 + (leaf.value as string).length));
    return data;
  });

/** Gives one value another type. */
const retype: Alteration = (observations, at, where) =>
  withData(observations, at, (data) => {
    const all = leaves(data, () => true);
    const leaf = all[where % Math.max(1, all.length)];
    if (leaf) leaf.holder[leaf.key] = retyped(leaf.value);
    return data;
  });

/** Removes one field. */
const lose: Alteration = (observations, at, where) =>
  withData(observations, at, (data) => {
    const fields = leaves(data, () => true).filter(({ holder }) => !Array.isArray(holder));
    const leaf = fields[where % Math.max(1, fields.length)];
    if (leaf) delete leaf.holder[leaf.key];
    return data;
  });

interface Leaf {
  holder: Record<string | number, unknown>;
  key: string | number;
  value: unknown;
}

function leaves(value: unknown, wanted: (value: unknown) => boolean): Leaf[] {
  if (value === null || typeof value !== "object") return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, part]) => {
    const inside = leaves(part, wanted);
    return wanted(part) ? [{ holder, key, value: part }, ...inside] : inside;
  });
}

function retyped(value: unknown): unknown {
  if (typeof value === "string") return value.length;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return {};
  return value === null ? [] : null;
}

/** Evidence with the nonce taken out wherever it stands. */
export function withoutNonce(observations: readonly Observation[], nonce: string): Observation[] {
  return JSON.parse(JSON.stringify(observations).replaceAll(nonce, "")) as Observation[];
}

/** One to three such losses on evidence. */
export function altered(observations: readonly Observation[]): fc.Arbitrary<Observation[]> {
  const one = fc.record({
    how: fc.constantFrom(drop, empty, nothing, truncate, retype, lose),
    at: fc.nat(Math.max(0, observations.length - 1)),
    where: fc.nat(1_000_000),
  });
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((losses) =>
      losses.reduce<Observation[]>(
        (rest, { how, at, where }) => how(rest, at % Math.max(1, rest.length), where),
        [...observations],
      ),
    );
}
