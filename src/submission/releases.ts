/**
 * When Kubernetes minors were released (kubernetes.io/releases), by the day of their .0. Later ones are not
 * known to this version of karat; what asks for them stays silent.
 */
const RELEASES: Readonly<Record<string, string>> = {
  "1.33": "2025-04-23",
  "1.34": "2025-08-27",
  "1.35": "2025-12-17",
  "1.36": "2026-04-22",
  "1.37": "2026-08-26",
};

/** Minors that the programme takes submissions for at a time: the latest three. */
const WINDOW = 3;

export function releaseDate(minor: string): string | undefined {
  return Object.hasOwn(RELEASES, minor) ? RELEASES[minor] : undefined;
}

/**
 * Minors that a new submission may be for on a day, oldest first.
 * @param day RFC 3339 date
 */
export function acceptedMinors(day: string): readonly string[] {
  const released = Object.keys(RELEASES).filter((minor) => (RELEASES[minor] ?? "") <= day);
  return released.slice(-WINDOW);
}
