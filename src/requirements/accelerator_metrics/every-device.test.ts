import { describe, expect, test } from "vitest";
import type { Observation } from "../../record/events.js";
import { Facts } from "../../record/facts.js";
import { judged } from "../../record/judge.js";
import { everyDevice } from "./every-device.js";

const AT = "2026-01-01T00:00:00.000Z";
const fact = (name: string, data: unknown): Observation => ({ name, kind: "value", at: AT, data });

/** A node with two GPUs by device plugin, which does not tell who they are, and what its exporters answer. */
function verdict(...texts: string[]): { verdict: string; reason: string } {
  const devices = ["0", "1"].map((id) => ({ id: `nvidia.com/gpu/${id}`, attributes: {} }));
  const sources = texts.map((_, at) => ({ node: "node1", kind: "exporter", who: `exporter ${at}`, path: "/p" }));
  const facts = [
    fact("accelerators", [{ node: "node1", access: "device-plugin", vendor: "nvidia", devices }]),
    fact("sources", sources),
    ...texts.map((text, at) => fact(`read.${at}`, { path: "/p", at: AT, status: 200, text })),
  ];
  return judged((expect) => everyDevice.judge(new Facts(facts), expect));
}

const gpu = (number: number, more = ""): string =>
  `DCGM_FI_DEV_GPU_UTIL{UUID="GPU-${number}"${more}} 0\nDCGM_FI_DEV_FB_USED{UUID="GPU-${number}"${more}} 0\n`;

test("one series each is right", () => expect(verdict(gpu(0) + gpu(1)).verdict).toBe("pass"));

test("an exporter beside it that tells nothing of accelerators is no harm", () => {
  expect(verdict(gpu(0) + gpu(1), "up 1").verdict).toBe("pass");
});

describe("it fails", () => {
  test.each([
    ["an accelerator that lacks", gpu(0), /one series for each of node1's 2 accelerators/],
    ["one too many", gpu(0) + gpu(1) + gpu(2), /2 accelerators/],
    ["two series of one", gpu(0) + gpu(1) + gpu(1, ',pod="gone"'), /GPU-1: 2/],
    ["no label that tells them apart", "DCGM_FI_DEV_GPU_UTIL 0\nDCGM_FI_DEV_FB_USED 0", /\(no label\): 1/],
    ["HELP alone", "# HELP DCGM_FI_DEV_GPU_UTIL x\n# TYPE DCGM_FI_DEV_GPU_UTIL gauge", /described, and no series/],
    [
      "a clock of the memory in place of memory in use",
      (gpu(0) + gpu(1)).replaceAll("FB_USED", "MEM_CLOCK"),
      /memory in use/,
    ],
  ])("for %s", (_, text, reason) => {
    const judgement = verdict(text);
    expect(judgement.verdict).toBe("fail");
    expect(judgement.reason).toMatch(reason);
  });
});

test("without an exporter, or with garbage, nothing is known", () => {
  expect(verdict().verdict).toBe("inconclusive");
  expect(verdict("<html>")).toMatchObject({
    verdict: "inconclusive",
    reason: /exporter 0: line 1 is not in Prometheus's format/,
  });
});
