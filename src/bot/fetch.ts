import { BotError } from "./error.js";

/** Bytes of an answer at most: base64 of the largest file that a submission may have, and room. */
const LARGEST = 48 * 1024 ** 2;

/**
 * fetch that ends: the whole answer is there within `timeout` milliseconds and under a size, or it throws.
 * @param stop ends it at once
 */
export function endingFetch(timeout: number, stop?: AbortSignal): typeof fetch {
  return async (input, init) => {
    // AbortSignal.any leaks under parents that live long, on Node 20.
    const controller = new AbortController();
    const leave = (): void => controller.abort(stop?.reason);
    const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeout / 1000} s`)), timeout);
    if (stop?.aborted) leave();
    stop?.addEventListener("abort", leave);
    try {
      const answer = await fetch(input, { ...init, signal: controller.signal });
      const body = await wholeBody(answer);
      const { status, statusText, headers } = answer;
      const whole = new Response(body, { status, statusText, headers });
      return Object.defineProperty(whole, "url", { value: answer.url });
    } finally {
      clearTimeout(timer);
      stop?.removeEventListener("abort", leave);
    }
  };
}

/** Null where the answer has none, as 204 must. */
async function wholeBody(answer: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (answer.body === null) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LARGEST) {
      throw new BotError("refused", `GitHub's answer has more than ${LARGEST} bytes`, "hand in smaller files");
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
