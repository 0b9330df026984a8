/** A version that differs from this one in its last number only, e.g. "580.95.06" for "580.95.05". */
export function changed(version: string): string {
  return version.replace(/\d+(?!.*\d)/s, (number) => String(BigInt(number) + 1n).padStart(number.length, "0"));
}
