import { onAbort, pause } from "./deadline.js";

/**
 * What one run may ask of an API server. Under API priority and fairness an ordinary user falls into `global-default`:
 * 20 of 245 shares of 600 seats, about 49 (https://kubernetes.io/docs/concepts/cluster-administration/flow-control/).
 * Eight seats are a sixth of that, so nobody queues behind us. 50 a second with bursts of 100 is what kubectl and the
 * kubelet allow themselves; half of it is more than a run needs.
 */
export const LIMITS = { concurrent: 8, perSecond: 25, burst: 50 } as const;

/** Token bucket and seats in one, first come, first served. Watches do not pass through it: they hold no seat. */
export class Limiter {
  #seats: number;
  #tokens: number;
  #filledAt = performance.now();
  readonly #queue: (() => void)[] = [];

  constructor(private readonly limits: { concurrent: number; perSecond: number; burst: number } = LIMITS) {
    this.#seats = limits.concurrent;
    this.#tokens = limits.burst;
  }

  /** Waits for a seat and a token; the result gives the seat back. @throws the signal's reason */
  async enter(signal?: AbortSignal): Promise<() => void> {
    await this.#seat(signal);
    const leave = (): void => {
      const next = this.#queue.shift();
      if (next) next();
      else this.#seats++;
    };
    try {
      const wait = this.#token();
      if (wait > 0) await pause(wait, signal);
    } catch (error) {
      this.#tokens++;
      leave();
      throw error;
    }
    return leave;
  }

  async #seat(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#seats > 0) {
      this.#seats--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const take = (): void => {
        detach();
        resolve();
      };
      this.#queue.push(take);
      const detach = onAbort(signal, () => {
        this.#queue.splice(this.#queue.indexOf(take), 1);
        reject(signal?.reason as Error);
      });
    });
  }

  /** Takes a token, on credit if need be: milliseconds until it is there. */
  #token(): number {
    const now = performance.now();
    const { perSecond, burst } = this.limits;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond) - 1;
    this.#filledAt = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / perSecond) * 1000;
  }
}
