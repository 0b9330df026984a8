import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { NONCE } from "./testing.js";
import { equipWorkers, hasLine, showsWork } from "./worker.js";

const SCRIPT = fileURLToPath(new URL("./worker.sh", import.meta.url));
const env = { PATH: process.env["PATH"], KARAT_NONCE: NONCE, KARAT_POD_UID: "uid", KARAT_STAY: "10" };

async function work(): Promise<{ log: string; code: number | null }> {
  const child = spawn("sh", [SCRIPT], { env });
  let log = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stdout.on("data", (text: Buffer) => {
    log += String(text);
    if (hasLine(log)) child.kill("SIGTERM");
  });
  return { code: await ended, log };
}

describe("the script", () => {
  test("prints one line that only who executes it can make, and ends as a failure when it is told to", async () => {
    const { log, code } = await work();
    expect(showsWork(log, NONCE, "uid")).toBe(true);
    expect(showsWork(log, NONCE, "another")).toBe(false);
    expect(showsWork(log, "fedcba9876543210", "uid")).toBe(false);
    expect(code).toBe(143);
  });

  test("what anybody could print is no proof", () => {
    expect(showsWork(`karat-worker/1 ${NONCE} uid \n`, NONCE, "uid")).toBe(false);
    expect(showsWork("", "", "uid")).toBe(false);
  });
});

describe("equipWorkers", () => {
  const given = { image: "image", nonce: NONCE };

  test("reaches containers wherever they stand, and leaves what it is told", () => {
    const object = {
      spec: {
        predictor: { containers: [{ name: "a" }] },
        groups: [
          { template: { spec: { containers: [{ name: "b", image: "own", env: [{ name: "X", value: "1" }] }] } } },
        ],
      },
    };
    const copy = equipWorkers(object, given);
    const [a] = copy["spec"].predictor.containers;
    const [b] = copy["spec"].groups[0].template.spec.containers;
    expect(a).toMatchObject({ image: "image", imagePullPolicy: "IfNotPresent" });
    expect(b.image).toBe("own");
    expect(b.env.map(({ name }: { name: string }) => name)).toEqual([
      "X",
      "KARAT_NONCE",
      "KARAT_POD_UID",
      "KARAT_STAY",
    ]);
    expect(object.spec.predictor.containers[0]).toEqual({ name: "a" });
  });

  test("the kubelet expands nothing in the script", () => {
    const [container] = equipWorkers({ containers: [{ name: "a" }] }, given)["containers"];
    expect(container.command[2].replaceAll("$$", "")).not.toContain("$");
  });
});
