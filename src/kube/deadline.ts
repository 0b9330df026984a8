/** A signal that aborts with its parent or after a time, and lets go of the parent when done. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True when it was the time that ran out. */
  readonly expired: boolean;
  /** Must be called: detaches from the parent and stops the timer. */
  done(): void;
}

/** AbortSignal.any would do, but keeps every child of a long-lived parent alive on Node 20. */
export function deadline(parent: AbortSignal | undefined, milliseconds?: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const follow = (): void => controller.abort(parent?.reason);
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => {
          expired = true;
          controller.abort(new DOMException(`no answer within ${milliseconds / 1000} s`, "TimeoutError"));
        }, milliseconds);
  if (parent?.aborted) follow();
  else parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    done() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", follow);
    },
  };
}

/** Resolves after a time. @throws the signal's reason as soon as it aborts */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
