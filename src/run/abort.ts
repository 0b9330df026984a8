/** An AbortController that also aborts with its parent, and lets go of it when done. */
export interface Child {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  /** Must be called: a long-lived parent would keep every child alive (as AbortSignal.any does on Node 20). */
  done(): void;
}

export function childOf(parent: AbortSignal | undefined): Child {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  else parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    done: () => parent?.removeEventListener("abort", follow),
  };
}

/** Resolves after so many seconds, or earlier when the signal aborts. */
export function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    signal?.addEventListener("abort", wake, { once: true });
  });
}
