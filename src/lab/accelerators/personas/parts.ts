/** The PCI address of the accelerator in a slot; two buses apart, so that each has its own root port. */
export function pciAddress(firstBus: number, slot: number): string {
  return `0000:${(firstBus + 2 * slot).toString(16).padStart(2, "0")}:00.0`;
}

/** A vendor's version as resource.k8s.io accepts it: three numbers without leading zeros (semver 2.0.0, rule 2). */
export function toSemver(version: string): string {
  const numbers = version.split(".").map(Number);
  return [0, 1, 2].map((place) => numbers[place] ?? 0).join(".");
}
