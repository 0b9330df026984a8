import { sleep } from "./abort.js";
import { RUNNER } from "./durations.js";
import { Stopped } from "./interruption.js";
import type { SharedStores } from "./shared-stores.js";

/**
 * When the API server was away during a run. Who works through it (schedulers, kubelets, drivers, proxies) was away
 * as well, and for longer: what did not happen meanwhile shows nothing about the platform.
 */
export class Outages {
  readonly #began = Date.now();

  /**
   * @param stores what the run watches; one watch of pods is open for the whole run
   * @param resumed whether the run goes on after it had lost the server: nobody saw when it came back
   */
  constructor(
    private readonly stores: SharedStores,
    private readonly resumed: boolean,
  ) {
    stores.of("/api/v1/pods");
  }

  /** @throws Stopped when the server was away at any time from `since` (ms since epoch) to now */
  refuse(since: number): void {
    const [first] = this.#from(since);
    if (!first) return;
    const seconds = ((first.to - first.from) / 1000).toFixed(0);
    throw new Stopped("api-lost", `the API server was away for ${seconds} s in the middle: ${first.cause}`);
  }

  /** Waits until all have had the time to find the server again; not at all when it was not away. */
  async settle(signal: AbortSignal): Promise<void> {
    for (;;) {
      const unseen = this.resumed ? this.#began + RUNNER.recoveryLongest * 1000 : 0;
      const seen = this.#from(this.#began).map(({ from, to }) => to + recovery((to - from) / 1000) * 1000);
      const left = Math.max(unseen, ...seen) - Date.now();
      if (left <= 0 || signal.aborted) return;
      await sleep(left / 1000, signal);
    }
  }

  #from(since: number) {
    return this.stores.outages(since).filter(({ from, to }) => to - from >= RUNNER.blip * 1000);
  }
}

/** Seconds after an outage of so many seconds. */
function recovery(outage: number): number {
  return Math.min(RUNNER.recoveryLongest, RUNNER.recoveryFirst + RUNNER.recoveryTimes * outage);
}
