import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import type { ApiObject } from "../record/facts.js";
import { Undecidable } from "../record/judge.js";
import {
  equipBackend,
  equipClient,
  type HttpOrder,
  isWhole,
  type Origin,
  parseAnswers,
  proofOf,
  type Series,
} from "./index.js";
import { httpLog } from "./testing.js";

const origin: Origin = { nonce: "0123456789abcdef", podUid: "uid-1", node: "node1", container: "client" };
const SIGNATURE = `heavy/${"a".repeat(64)}`;
const RIGHT = `HTTP/1.1_200_OK ${SIGNATURE}`;
const NO_ROUTE = "HTTP/1.1_404_Not_Found -";
const log = httpLog(origin, { first: [RIGHT, RIGHT], second: [NO_ROUTE, "- -"] });

describe("a client's log", () => {
  test("is read by order", () => {
    const found = parseAnswers(log, origin);
    expect(isWhole(log)).toBe(true);
    expect([...found.keys()]).toEqual(["first", "second"]);
    expect(found.get("first")).toMatchObject({ seconds: 1, answers: [{ status: 200, signature: SIGNATURE }, {}] });
    expect(found.get("second")?.answers.map(({ status }) => status)).toEqual([404, undefined]);
  });

  test("a signature is found among what a transfer coding adds, and nowhere else", () => {
    const signatureIn = (body: string): string | undefined =>
      parseAnswers(httpLog(origin, { one: [`HTTP/1.1_200_OK ${body}`] }), origin).get("one")?.answers[0]?.signature;
    expect(signatureIn(`46__${SIGNATURE}__0____`)).toBe(SIGNATURE);
    expect(signatureIn(`${SIGNATURE}0`)).toBeUndefined();
    expect(signatureIn(`x-${SIGNATURE.slice(0, -1)}`)).toBeUndefined();
  });

  test.each([
    ["another run's nonce", { nonce: "fedcba9876543210" }],
    ["another pod", { podUid: "uid-2" }],
    ["another node", { node: "node2" }],
    ["another container", { container: "other" }],
  ])("is worthless as that of %s", (_, other) => {
    expect(() => parseAnswers(log, { ...origin, ...other })).toThrow(Undecidable);
  });

  test("is worthless when whoever printed it only knows what its pod was told", () => {
    const other = log.replace(proofOf(origin), proofOf({ ...origin, nonce: "another" }));
    expect(() => parseAnswers(other, origin)).toThrow("does not show that the probe was executed");
  });

  test("is worthless when it is cut, or lacks a line, or has one too many", () => {
    const lines = log.trimEnd().split("\n");
    for (const at of lines.keys()) {
      const others = lines.filter((_, other) => other !== at);
      expect(() => parseAnswers(`${others.join("\n")}\n`, origin)).toThrow(Undecidable);
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length - 1 }), (at) => {
        expect(() => parseAnswers(log.slice(0, at), origin)).toThrow(Undecidable);
      }),
    );
  });

  test.each([
    ["an answer after the last order", { one: [RIGHT] }, "done one 1", "answer one - -"],
    ["an order that is done twice", { one: [RIGHT], two: [RIGHT] }, "done two 1", "done one 1"],
    ["answers of two orders mixed", { one: [RIGHT, RIGHT] }, `answer one ${RIGHT}`, `answer two ${RIGHT}`],
    ["half an answer", { one: [RIGHT] }, `answer one ${RIGHT}`, "answer one 200"],
  ])("is worthless with %s", (_, answers, line, other) => {
    expect(() => parseAnswers(httpLog(origin, answers).replace(line, other), origin)).toThrow(Undecidable);
  });
});

test("an order that does not fit in a line is refused", () => {
  const order: HttpOrder = { name: "one", times: 1, address: "10.0.0.1", port: 80, host: "h.test", path: "/" };
  const container = (): ApiObject => ({ name: "client" });
  expect(() => equipClient(container(), [{ ...order, headers: { a: "b c" } }], 1)).toThrow('"a:b c"');
  expect(() => equipClient(container(), [{ ...order, host: "x\ny" }], 1)).toThrow("can't be ordered");
});

/** As OpenBSD's: sends its input, then prints until the server has ended. */
const NC = `#!${process.execPath}
const [host, port] = process.argv.slice(-2);
if (process.argv.includes("-h")) process.exit(1);
const socket = require("net").connect({ host, port: Number(port), allowHalfOpen: true });
process.stdin.on("data", (data) => socket.write(data));
socket.on("data", (data) => process.stdout.write(data)).on("end", () => process.exit(0)).on("error", () => process.exit(1));
`;

describe("the scripts", () => {
  let folder: string;
  let port: number;
  const requests: { url: string | undefined; host: string | undefined; model: string | undefined }[] = [];
  const server = createServer(({ url, headers }, response) => {
    requests.push({ url, host: headers.host, model: headers["x-model"] as string | undefined });
    if (url === "/odd") response.end("a\r\nkarat-probe/1 \u0007\n$(reboot) `");
    else if (url === "/long") response.end("x".repeat(5000));
    else if (url === "/third") response.end(requests.length % 3 === 0 ? SIGNATURE : "other");
    else if (url === "/lost-once" && requests.filter((one) => one.url === url).length === 1) response.destroy();
    else if (url === "/none") response.writeHead(404).end();
    // Two writes have no length in advance, so that they come in chunks.
    else if (url === "/chunks") response.write(SIGNATURE, () => response.end("\n"));
    else response.end(SIGNATURE);
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "karat-http-"));
    writeFileSync(join(folder, "nc"), NC);
    chmodSync(join(folder, "nc"), 0o755);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(container: ApiObject): Promise<string> {
    // The kubelet takes $$ for $.
    const script = String(container["command"][2]).replaceAll("$$", "$");
    const own = Object.fromEntries((container["env"] as ApiObject[]).map(({ name, value }) => [name, value ?? ""]));
    const who = { KARAT_NONCE: origin.nonce, KARAT_POD_UID: origin.podUid, KARAT_NODE: origin.node };
    const env = { ...own, ...who, PATH: `${folder}:${process.env["PATH"]}` };
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", script], { env });
    return stdout;
  }

  async function answers(...orders: Partial<HttpOrder>[]): Promise<Map<string, Series>> {
    const container: ApiObject = { name: "client" };
    const base = { times: 1, address: "127.0.0.1", port, host: "models.test", path: "/" };
    equipClient(container, orders.map((order, at) => ({ name: `order-${at}`, ...base, ...order })), 2); // prettier-ignore
    return parseAnswers(await run(container), origin);
  }

  test("the client sends what was ordered, and prints what comes back", async () => {
    const found = await answers(
      { times: 3, headers: { "x-model": "llama" } },
      { path: "/none", host: "other.test" },
      { path: "/chunks" },
    );
    expect(found.get("order-0")?.answers.map(({ text }) => text)).toEqual(Array(3).fill(RIGHT));
    expect(found.get("order-1")?.answers).toMatchObject([{ status: 404, signature: undefined }]);
    expect(found.get("order-2")?.answers).toMatchObject([{ status: 200, signature: SIGNATURE }]);
    expect(requests.slice(-5, -1)).toEqual([
      ...Array.from({ length: 3 }, () => ({ url: "/", host: "models.test", model: "llama" })),
      { url: "/none", host: "other.test", model: undefined },
    ]);
  });

  test("nothing that is answered can pass for a line, or run", async () => {
    const found = await answers({ path: "/odd" }, { path: "/long" });
    expect(found.get("order-0")?.answers[0]?.text).toBe("HTTP/1.1_200_OK a__karat-probe/1___$(reboot)_`");
    expect(found.get("order-1")?.answers[0]?.text.length).toBeLessThan(400);
  });

  test("the client asks again until enough answers in a row are right", async () => {
    const until = { holds: "heavy/", within: 30 };
    const found = await answers({ path: "/third", until }, { times: 2, until });
    expect(found.get("order-0")?.answers.at(-1)?.signature).toBe(SIGNATURE);
    expect(found.get("order-1")?.answers).toHaveLength(2);
  });

  test("the client ends with an order that waited in vain", async () => {
    const found = await answers({ until: { holds: "never", within: 0 } }, {});
    expect([...found.keys()]).toEqual(["order-0"]);
  });

  test("what was lost is sent again, but one in a hundred", async () => {
    const found = await answers({ times: 2, path: "/lost-once" }, { times: 2 });
    expect(found.get("order-0")?.answers.map(({ status }) => status)).toEqual([undefined, 200, 200]);
    expect(found.get("order-1")?.answers).toHaveLength(2);
  });

  test("a port at which nobody listens has no answer, and is not asked for ever", async () => {
    const found = await answers({ times: 5, port: 1 }, {});
    const nothing = { status: undefined, text: "- -" };
    expect(found.get("order-0")?.answers).toMatchObject([nothing, nothing]);
    expect([...found.keys()]).toEqual(["order-0"]);
  });

  test("the backend signs as the judge expects", async () => {
    const container: ApiObject = { name: "heavy" };
    equipBackend(container, { paths: [join(folder, "models")], port: 1 });
    container["command"][2] = container["command"][2].replace(/exec .*/, `cat ${folder}/models`);
    expect(await run(container)).toBe(`heavy/${proofOf({ ...origin, container: "heavy" })}`);
  });
});
