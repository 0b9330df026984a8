import { setMaxListeners } from "node:events";

/** A signal that aborts with its parent or after a time, and lets go of the parent when done. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True when it was the time that ran out. */
  readonly expired: boolean;
  /** The whole time anew. */
  restart(): void;
  /** Aborts now. */
  abort(): void;
  /** Must be called: detaches from the parent and stops the timer. */
  done(): void;
}

/** AbortSignal.any would do, but keeps every child of a long-lived parent alive on Node 20. */
export function deadline(parent: AbortSignal | undefined, milliseconds: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    controller.abort(new DOMException(`no answer within ${milliseconds / 1000} s`, "TimeoutError"));
  }, milliseconds);
  const detach = onAbort(parent, () => controller.abort(parent?.reason));
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    restart: () => void timer.refresh(),
    abort: () => controller.abort(new DOMException("no longer wanted", "AbortError")),
    done() {
      clearTimeout(timer);
      detach();
    },
  };
}

/** Calls back when the signal aborts, at once when it has; the result stops that. A run's signal has many listeners. */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  if (signal.aborted) {
    act();
    return () => {};
  }
  setMaxListeners(0, signal);
  signal.addEventListener("abort", act, { once: true });
  return () => signal.removeEventListener("abort", act);
}

/** Resolves after a time. @throws the signal's reason as soon as it aborts */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      detach();
      resolve();
    }, milliseconds);
    const detach = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    });
  });
}

/** What the promise comes to. @throws the signal's reason when it aborts before; the promise then goes on unheard */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  let detach = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    detach = onAbort(signal, () => reject(signal?.reason as Error));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    detach();
  }
}
