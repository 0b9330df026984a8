import { describe, expect, test } from "vitest";
import type { MadeUp } from "../../probe/testing.js";
import { ACCESS } from "../../run/durations.js";
import { granted, MadeUpFacts, uuid } from "../probing/testing.js";
import { apiAndDriver } from "./api-and-driver.js";
import { namedDevice } from "./named-device.js";
import { nothingMatches } from "./nothing-matches.js";
import { oneMoreWaits } from "./one-more-waits.js";
import { ownRequestEach } from "./own-request-each.js";

const CLAIM = { driver: "gpu.karat.dev", pool: "node1" };
const allocated = (slot: number) => ({
  allocation: { devices: { results: [{ ...CLAIM, request: "accelerator", device: `gpu-${slot}` }] } },
});
/** Seconds after the experiment's beginning, as a watch notes it. */
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

interface Version {
  at: string;
  type?: string;
  object: object;
}

function history(facts: MadeUpFacts, name: string, to: number, versions: Version[]): void {
  const typed = versions.map((version) => ({ type: "MODIFIED", ...version }));
  facts.note(name, "history", { selector: {}, from: at(0), to: at(to), complete: true, versions: typed });
}

/** A claim and its pod that are watched from second 0 until `to`. */
function waiting(facts: MadeUpFacts, name: string, to: number, status?: object, nodeName?: string): void {
  const claim = { metadata: { name, uid: `claim-${name}` } };
  const pod = { metadata: { name, uid: `uid-of-${name}` }, spec: {} };
  const response = (metadata: object) => ({ method: "POST", path: "", status: 201, body: { metadata } });
  facts.note(`${name}.claim.created`, "response", response(claim.metadata));
  facts.note(`${name}.created`, "response", response(pod.metadata));
  const givenClaim = { ...claim, ...(status ? { status } : {}) };
  const givenPod = { ...pod, spec: nodeName ? { nodeName } : {} };
  history(facts, "waiting.claims", to, [
    { at: at(1), object: claim },
    { at: at(1.2), object: givenClaim },
  ]);
  history(facts, "waiting.pods", to, [
    { at: at(1), object: pod },
    { at: at(1.2), object: givenPod },
  ]);
  facts.note(`${name}.claim.waited`, "object", { ref: {}, object: givenClaim });
  facts.note(`${name}.waited`, "object", { ref: {}, object: givenPod });
}

/** The history of claims in order, each allocated after so many seconds. */
function control(facts: MadeUpFacts, seconds: number): void {
  const object = { metadata: { uid: "control" } };
  history(facts, "control.claims", seconds, [
    { at: at(0), object },
    { at: at(seconds), object: { ...object, status: allocated(0) } },
  ]);
}

describe("api-and-driver", () => {
  const whole = {
    "resource.k8s.io/v1": ["deviceclasses", "resourceclaims", "resourceclaimtemplates", "resourceslices"],
  };
  const slice = { spec: { driver: "gpu.karat.dev", devices: [{}] } };
  const judge = (apis: object, slices: object[], elsewhere: string[] = []) => {
    const facts = new MadeUpFacts();
    facts.observations.length = 0;
    facts.note("apis", "value", apis);
    facts.note("accelerators", "value", { pools: elsewhere, leftOut: [], unknown: [] });
    facts.note("slices", "list", { path: "", items: slices });
    facts.note("classes", "list", { path: "", items: [{ metadata: { name: "gpu.karat.dev" } }] });
    return facts.judge(apiAndDriver);
  };

  test("whole", () => expect(judge(whole, [slice]).verdict).toBe("pass"));
  test("an older version only", () => {
    const judgement = judge({ "resource.k8s.io/v1beta2": whole["resource.k8s.io/v1"] }, [slice]);
    expect(judgement.verdict).toBe("fail");
    expect(judgement.reason).toContain("only resource.k8s.io/v1beta2");
  });
  test("no version at all", () => expect(judge({}, []).verdict).toBe("fail"));
  test("no driver, though there are accelerators", () => {
    expect(judge(whole, [], ["nvidia.com/gpu on node2"]).verdict).toBe("fail");
  });
  test("a driver that publishes nothing", () => {
    expect(judge(whole, [{ spec: { driver: "gpu.karat.dev" } }], ["nvidia.com/gpu on node2"]).verdict).toBe("fail");
  });
  test("no accelerators anywhere", () => expect(judge(whole, []).verdict).toBe("inconclusive"));
});

describe("named-device", () => {
  const judge = (sight: MadeUp, slot: number, facts = new MadeUpFacts()) =>
    facts
      .pod("named", { probe: sight })
      .claim("named", { accelerator: slot })
      .note("named", "value", { identity: uuid(1) })
      .judge(namedDevice);

  test("allocated and handed over", () => expect(judge(granted(1), 1).verdict).toBe("pass"));
  test("another one allocated", () => expect(judge(granted(0), 0).verdict).toBe("fail"));
  test("allocated, and another one handed over", () => expect(judge(granted(0), 1).verdict).toBe("fail"));
  test("allocated, and nothing handed over", () => expect(judge({}, 1).verdict).toBe("fail"));
  test("every device handed over: which one the claim brought can't be told", () => {
    expect(judge(granted(0, 1), 1).verdict).toBe("inconclusive");
  });
});

describe("own-request-each", () => {
  const config = (request: string) => ({
    [`KARAT_DEVICE_${request.toUpperCase()}_CONFIG`]: `{"token":"0123456789abcdef-${request}"}`,
  });
  const judge = (left: MadeUp, right: MadeUp) =>
    new MadeUpFacts()
      .pod("pair", { left, right })
      .claim("pair", { left: 1, right: 0 })
      .note("wanted", "value", { left: uuid(1), right: uuid(0) })
      .judge(ownRequestEach);
  const left = { ...granted(1), environment: config("left") };
  const right = { ...granted(0), environment: config("right") };

  test("each its own", () => expect(judge(left, right).verdict).toBe("pass"));
  test("devices swapped", () => {
    expect(judge({ ...left, ...granted(0) }, { ...right, ...granted(1) }).verdict).toBe("fail");
  });
  test("configuration swapped, devices not", () => {
    const judgement = judge({ ...left, environment: config("right") }, { ...right, environment: config("left") });
    expect(judgement.verdict).toBe("fail");
  });
  test("configuration lost", () => expect(judge({ ...left, environment: {} }, right).verdict).toBe("fail"));
  test("configuration of both in both", () => {
    const environment = { ...config("left"), ...config("right") };
    expect(judge({ ...left, environment }, { ...right, environment }).verdict).toBe("fail");
  });
});

describe("nothing-matches", () => {
  const judge = (to: number, binding = 0.2, status?: object, node?: string, after = true) => {
    const facts = new MadeUpFacts().pod("before", { probe: granted(0) }).claim("before", { accelerator: 0 });
    control(facts, binding);
    waiting(facts, "unsatisfiable", to, status, node);
    if (after) facts.pod("after", { probe: granted(0) }).claim("after", { accelerator: 0 });
    return facts.judge(nothingMatches);
  };
  const long = ACCESS.waits;

  test("waits", () => expect(judge(long).verdict).toBe("pass"));
  test("is allocated", () => expect(judge(long, 0.2, allocated(1)).verdict).toBe("fail"));
  test("is bound without an allocation", () => expect(judge(long, 0.2, undefined, "node1").verdict).toBe("fail"));
  test("was not watched for long enough", () => expect(judge(long - 0.1).verdict).toBe("inconclusive"));
  test("was not watched for long enough on so slow a cluster", () =>
    expect(judge(long, 4).verdict).toBe("inconclusive"));
  test("was seen allocated, though the watch was short", () =>
    expect(judge(2, 0.2, allocated(1)).verdict).toBe("fail"));
  test("was given its device before the watch began", () => {
    const facts = new MadeUpFacts().pod("before", { probe: granted(0) }).claim("before", { accelerator: 0 });
    control(facts, 0.2);
    waiting(facts, "unsatisfiable", long, allocated(1), "node1");
    for (const { name, data } of facts.observations) {
      if (name === "waiting.claims" || name === "waiting.pods") (data as { versions: unknown[] }).versions = [];
    }
    expect(facts.judge(nothingMatches).verdict).toBe("fail");
  });
  test("no device was free afterwards", () =>
    expect(judge(long, 0.2, undefined, undefined, false).verdict).toBe("inconclusive"));
});

describe("one-more-waits", () => {
  const judge = ({ sights = [0, 1], slots = [0, 1], next = 0, status = {}, devices = 2 }) => {
    const facts = new MadeUpFacts("dra", devices).note("count", "value", 2);
    for (const [index, slot] of slots.entries()) {
      const sight = granted(sights[index]!);
      facts.pod(`held-${index}`, { probe: sight }).claim(`held-${index}`, { accelerator: slot });
    }
    control(facts, 0.2);
    waiting(facts, "extra", ACCESS.waits, status);
    facts
      .note("held-0.gone", "object", { ref: {}, object: null })
      .note("held-0.claim.gone", "object", { ref: {}, object: null });
    facts.pod("extra", { probe: granted(next) }).claim("extra", { accelerator: next });
    return facts.judge(oneMoreWaits);
  };

  test("waits, then gets what was given back", () => expect(judge({}).verdict).toBe("pass"));
  test("one device under two names", () => expect(judge({ sights: [0, 0] }).verdict).toBe("fail"));
  test("one device allocated twice", () => expect(judge({ slots: [0, 0], sights: [0, 0] }).verdict).toBe("fail"));
  test("does not wait", () => expect(judge({ status: allocated(1) }).verdict).toBe("fail"));
  test("gets one that another pod still holds", () => expect(judge({ next: 1 }).verdict).toBe("fail"));
  test("gets one that somebody else gave back", () =>
    expect(judge({ next: 2, devices: 3 }).verdict).toBe("inconclusive"));
});

describe("a pod that has to wait, and is refused", () => {
  test.each([
    [nothingMatches, "unsatisfiable"],
    [oneMoreWaits, "extra"],
  ])("$id shows nothing, and says why", (check, name) => {
    const facts = new MadeUpFacts().note("count", "value", 2);
    for (const [slot, pod] of ["held-0", "held-1"].entries()) {
      facts.pod(pod, { probe: granted(slot) }).claim(pod, { accelerator: slot });
    }
    facts.pod("before", { probe: granted(0) }).claim("before", { accelerator: 0 });
    control(facts, 0.2);
    const response = { method: "POST", path: "" };
    const made = { ...response, status: 201, body: { metadata: { uid: "claim" } } };
    facts.note(`${name}.claim.created`, "response", made);
    facts.note(`${name}.created`, "response", { ...response, status: 403, body: { message: "exceeded quota" } });
    const { verdict, reason } = facts.judge(check);
    expect(verdict).toBe("inconclusive");
    expect(reason).toContain(`${name}.created: the API server answered 403: exceeded quota`);
  });
});
