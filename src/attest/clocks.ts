/**
 * How far the clocks of one run may be apart, milliseconds: the cluster's from that of the machine that ran karat, and
 * the latter from itself before it was set. Runs with an hour between them come out as ever; this is twice that.
 */
export const APART = 2 * 60 * 60_000;

/** A stretch of time in words. */
export function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${Math.floor(hours / 24)} days`;
}
