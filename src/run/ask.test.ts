import { expect, test } from "vitest";
import type { Kube } from "../kube/client.js";
import { KubeError, lost } from "../kube/errors.js";
import type { RequestOptions } from "../kube/request.js";
import { ask } from "./ask.js";

const kube = (request: (options: RequestOptions) => Promise<unknown>): Kube =>
  ({ request: (_method: string, _path: string, options: RequestOptions) => request(options) }) as unknown as Kube;
const never = ({ signal }: RequestOptions): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")), { once: true }));

test("an answer is told as it came, whatever its status", async () => {
  const page = kube(async ({ raw }) => ({ status: 502, headers: { "content-type": "application/json" }, body: { text: `<html>${raw}` } })); // prettier-ignore
  const exchange = await ask(page, "/p", 1000, new AbortController().signal);
  expect(exchange).toMatchObject({ path: "/p", status: 502, type: "application/json", text: "<html>true" });
  expect(Date.parse(exchange.at)).toBeGreaterThan(0);
});

test("silence is told, and is no lost API server", async () => {
  expect(await ask(kube(never), "/p", 20, new AbortController().signal)).toMatchObject({
    error: "no answer within 0.02 s",
  });
});

test("what is too large to read is told", async () => {
  const large = kube(() => Promise.reject(new KubeError("TOO_LARGE", "larger than 128 MiB", "")));
  expect(await ask(large, "/p", 1000, new AbortController().signal)).toMatchObject({ error: "larger than 128 MiB" });
});

test("a lost API server and an abort end it", async () => {
  const gone = kube(() => Promise.reject(lost({ code: "ECONNREFUSED" }, "https://x", false)));
  await expect(ask(gone, "/p", 1000, new AbortController().signal)).rejects.toThrow(/nothing listens/);
  const stop = new AbortController();
  const asked = ask(kube(never), "/p", 1000, stop.signal);
  stop.abort(new Error("the run ends"));
  await expect(asked).rejects.toThrow("the run ends");
});
