import type { Adapter, Attributes } from "./adapter.js";
import { matches } from "./patterns.js";
import { simulatedField } from "./simulated.js";

/** A version, and where it was found. */
export interface FoundVersion {
  version: string;
  /** e.g. "attribute driverVersion", "label amd.com/gpu.driver-version" or "/sys/module/amdgpu/version". */
  where: string;
}

/** Every version that a device's attributes and its node's labels tell; they must not contradict each other. */
export function advertisedDriver(
  { advertisedDriver: { attributes, labels } }: Pick<Adapter, "advertisedDriver">,
  told: { attributes?: Attributes; labels?: Readonly<Record<string, string>> },
): FoundVersion[] {
  const byAttribute = attributes.flatMap((name) => {
    const { version, string } = told.attributes?.[name] ?? {};
    const value = version ?? string;
    return value === undefined ? [] : [{ version: value, where: `attribute ${name}` }];
  });
  const byLabel = labels.flatMap((names) => {
    const values = names.map((name) => told.labels?.[name]);
    if (values.some((value) => value === undefined)) return [];
    return [{ version: values.join("."), where: `label ${names.join(", ")}` }];
  });
  return [...byAttribute, ...byLabel];
}

/**
 * Every version that a container found, in files and in the devices that it could read.
 * @param files that were read in the container, by path, those of `driverFiles` among them
 * @param heads first bytes of its device files, by path; only simulated accelerators tell their version there
 */
export function probedDriver(
  { probedDriver: probes }: Pick<Adapter, "probedDriver">,
  { files, heads }: { files: ReadonlyMap<string, string>; heads: ReadonlyMap<string, Uint8Array> },
): FoundVersion[] {
  const inFiles = probes.flatMap(({ path: pattern, of, version }) =>
    [...files]
      .filter(([path]) => matches(path, pattern))
      .map(([path, content]) => ({ version: version.exec(of === "path" ? path : content)?.[1], where: path })),
  );
  const inDevices = [...heads].map(([path, head]) => ({ version: simulatedField(head, "driver"), where: path }));
  return [...inFiles, ...inDevices].flatMap(({ version, where }) =>
    version === undefined ? [] : [{ version, where }],
  );
}

/** Patterns of the files that a probe must read for `probedDriver`. */
export function driverFiles({ probedDriver: probes }: Pick<Adapter, "probedDriver">): string[] {
  return probes.map(({ path }) => path);
}

/** Of the files in a container, those that only a granted one should have: the vendor's libraries. */
export function injectedFiles(
  { probedDriver: probes }: Pick<Adapter, "probedDriver">,
  paths: Iterable<string>,
): string[] {
  const patterns = probes.filter(({ granted }) => granted).map(({ path }) => path);
  return [...paths].filter((path) => patterns.some((pattern) => matches(path, pattern)));
}

/**
 * Whether both name one version: number by number, so that 580.95.05 is 580.95.5 (semver allows no leading zeros, which
 * DRA attributes must obey) and 6.12 is 6.12.0. What follows the numbers must be the same text.
 */
export function sameVersion(a: string, b: string): boolean {
  const [left, right] = [parts(a), parts(b)];
  if (!left || !right) return a === b;
  const places = Math.max(left.numbers.length, right.numbers.length);
  const equal = Array.from({ length: places }, (_, at) => (left.numbers[at] ?? 0n) === (right.numbers[at] ?? 0n));
  return equal.every(Boolean) && left.rest === right.rest;
}

function parts(version: string): { numbers: bigint[]; rest: string } | undefined {
  const [, numbers, rest = ""] = /^v?(\d+(?:\.\d+)*)(.*)$/.exec(version.trim()) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split(".").map(BigInt), rest };
}
