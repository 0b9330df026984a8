/**
 * How often something of this probability may happen in so many independent trials: the smallest range, lowest and
 * highest count included, outside of which the count falls on either side with at most half of what `confidence` leaves.
 * Exact, by summing the binomial distribution.
 * @param probability between 0 and 1, neither included
 * @param confidence e.g. 0.999
 */
export function binomialInterval(
  trials: number,
  probability: number,
  confidence: number,
): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  const masses = binomialMasses(trials, probability);
  return { low: within(masses, tail), high: trials - within(masses.toReversed(), tail) };
}

/** How many of the first counts together have at most the mass of the tail. */
function within(masses: readonly number[], tail: number): number {
  let sum = 0;
  return masses.findIndex((mass) => (sum += mass) > tail);
}

/** The probability of each count from 0 to `trials`; by logarithms, as the outermost ones are too small for a double. */
function binomialMasses(trials: number, probability: number): number[] {
  const odds = Math.log(probability) - Math.log1p(-probability);
  const masses: number[] = [];
  let logarithm = trials * Math.log1p(-probability);
  for (let count = 0; count <= trials; count++) {
    masses.push(Math.exp(logarithm));
    logarithm += Math.log((trials - count) / (count + 1)) + odds;
  }
  return masses;
}
