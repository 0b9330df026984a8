/** Every wait of the runner and of the checks, in seconds before the timeout factor, each with its reason. */

/** gang_scheduling. */
export const GANG = {
  /** A pod that has its place must be running: the first use of the image on a node may have to pull it. */
  start: 120,
  /**
   * A gang that does not fit is watched at least this long: kube-scheduler tries again after 1, 2, 4 s and at most
   * every 10 s, so that several attempts fall into it.
   */
  waits: 12,
  /** And at least this many times as long as an ordinary pod needed to be bound on the same node just before. */
  waitsTimesBinding: 5,
  /**
   * From room to a gang that has met and finished: backoff of at most 10 s, devices given back by the driver, start of
   * the containers, handshake. Generous, because only its passing makes a fail.
   */
  release: 90,
  /** Between the first and the last binding of one gang: a write per pod, and with DRA the allocation of its claim. */
  spread: 10,
} as const;
