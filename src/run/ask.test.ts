import { expect, test } from "vitest";
import type { Kube } from "../kube/client.js";
import { ApiLost, KubeError } from "../kube/errors.js";
import type { RequestOptions } from "../kube/request.js";
import { ask } from "./ask.js";

const PATH = "/api/v1/namespaces/a/services/b/proxy/metrics";

/** A server that does this for each GET. */
function asking(
  act: (options: RequestOptions) => Promise<{ status: number; text: string }>,
  { timeoutMs = 5_000, signal = new AbortController().signal } = {},
) {
  const request = async (_method: string, _path: string, options: RequestOptions) => {
    const { status, text } = await act(options);
    return { status, headers: { "content-type": "text/plain" }, body: { text } };
  };
  return ask({ request } as unknown as Kube, PATH, timeoutMs, signal);
}

/** Never answers: ends with its signal. */
const silent = ({ signal }: RequestOptions): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));

test("any status is an answer", async () => {
  const answer = { path: PATH, status: 503, type: "text/plain", text: "no endpoints" };
  expect(await asking(async () => ({ status: 503, text: "no endpoints" }))).toMatchObject(answer);
});

test("silence within the time is written down, and is no loss of the API server", async () => {
  expect(await asking(silent, { timeoutMs: 20 })).toMatchObject({ path: PATH, error: "no answer within 0.02 s" });
});

test("an answer that is too large is written down", async () => {
  const error = new KubeError("TOO_LARGE", "larger than 128 MiB", "ask for less");
  expect(await asking(() => Promise.reject(error))).toMatchObject({ error: "larger than 128 MiB" });
});

test("a lost server and a check that must stop are thrown", async () => {
  const lost = new ApiLost("API_LOST", "it went away", "wait", { sent: true });
  await expect(asking(() => Promise.reject(lost))).rejects.toBe(lost);
  const stopping = new AbortController();
  const asked = asking(silent, { signal: stopping.signal });
  stopping.abort(new Error("stop"));
  await expect(asked).rejects.toThrow("stop");
});
