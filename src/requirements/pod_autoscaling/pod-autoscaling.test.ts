import { describe, expect, test } from "vitest";
import { exportedOf, hpasIn, podsAfter } from "./facts.js";
import { followsLoad } from "./follows-load.js";
import { leverWorks } from "./lever-works.js";
import { noLoadNoGrowth } from "./no-load-no-growth.js";
import { Evidence, high, low, type MadeUpHpa, type MadeUpPod } from "./testing.js";

const ONE = { name: "load-a", slots: [0] };
const TWO = { name: "load-b", slots: [1] };

function growth({
  first = { at: 15, name: "load", desired: 1, reading: low },
  raised = { at: 30, name: "load", desired: 2, reading: high },
  grown = [ONE, TWO],
  back = { at: 50, name: "load", desired: 1, reading: low, scaled: true },
  left = [ONE],
}: Partial<{
  first: MadeUpHpa;
  raised: MadeUpHpa;
  grown: MadeUpPod[];
  back: MadeUpHpa;
  left: MadeUpPod[];
}> = {}): Evidence {
  return new Evidence()
    .workload("load")
    .exports("load", "first", low)
    .exports("load", "raised", high)
    .exports("load", "lowered", low)
    .hpas("low", 0, 15, [{ at: 1, name: "load", desired: 0 }, first])
    .hpas("high", 16, 30, [first, raised])
    .hpas("back", 49, 50, [back])
    .pods("shrinking", left)
    .pods("growth", grown)
    .rescaled("load");
}

describe("follows-load", () => {
  const judge = (change?: Parameters<typeof growth>[0]) => growth(change).judge(followsLoad);

  test("up and down again", () => expect(judge()).toMatchObject({ verdict: "pass" }));

  test("the HPA reads another value than the pod exports", () => {
    expect(judge({ first: { at: 15, name: "load", desired: 1, reading: low + 1 } })).toMatchObject({ verdict: "fail" });
    expect(judge({ raised: { at: 30, name: "load", desired: 2, reading: high + 1 } })).toMatchObject({
      verdict: "fail",
    });
  });

  test("it reads nothing", () => {
    const judgement = judge({ first: { at: 15, name: "load", desired: 0 } });
    expect(judgement).toMatchObject({ verdict: "fail" });
    expect(judgement.reason).toContain("saw nothing");
  });

  test("quantities are read in any of their forms", () => {
    expect(judge({ raised: { at: 30, name: "load", desired: 2, reading: `${high}000m` } })).toMatchObject({
      verdict: "pass",
    });
  });

  test("it wants two replicas before there is a load for two", () => {
    expect(judge({ first: { at: 15, name: "load", desired: 2, reading: low } })).toMatchObject({ verdict: "fail" });
  });

  test("wanted replicas that stay Pending do not count", () => {
    const judgement = judge({ grown: [ONE, { name: "load-b", pending: "no node has room" }] });
    expect(judgement).toMatchObject({ verdict: "fail" });
    expect(judgement.reason).toContain("1 of 2; load-b is Pending: no node has room");
  });

  test("two pods that see one accelerator", () => {
    expect(judge({ grown: [ONE, { name: "load-b", slots: [0] }] })).toMatchObject({ verdict: "fail" });
  });

  test("a pod that sees none, or more than its own", () => {
    expect(judge({ grown: [ONE, { name: "load-b", slots: [] }] })).toMatchObject({ verdict: "fail" });
    expect(judge({ grown: [ONE, { name: "load-b", slots: [0, 1] }] })).toMatchObject({ verdict: "inconclusive" });
  });

  test("more pods than the value asks for", () => {
    expect(judge({ grown: [ONE, TWO, { name: "load-c", pending: "no room" }] })).toMatchObject({ verdict: "fail" });
  });

  test("others changed the number of replicas", () => {
    expect(judge({ raised: { at: 30, name: "load", desired: 2, reading: high, scaled: false } })).toMatchObject({
      verdict: "fail",
    });
  });

  test("it does not go back", () => {
    expect(judge({ left: [ONE, TWO] })).toMatchObject({ verdict: "fail" });
    expect(judge({ back: { at: 50, name: "load", desired: 2, reading: low } })).toMatchObject({ verdict: "fail" });
  });

  test("the way back was not seen", () => {
    expect(growth().drop(podsAfter("shrinking")).judge(followsLoad)).toMatchObject({ verdict: "inconclusive" });
    expect(growth().drop(hpasIn("back")).judge(followsLoad)).toMatchObject({ verdict: "inconclusive" });
  });

  test("the pod does not export what it was told", () => {
    expect(growth().exports("load", "raised", low).judge(followsLoad)).toMatchObject({ verdict: "inconclusive" });
  });

  test("nothing serves metrics to HPAs", () => {
    expect(new Evidence(null, {}).judge(followsLoad)).toMatchObject({ verdict: "fail" });
    expect(new Evidence(null).judge(followsLoad)).toMatchObject({ verdict: "inconclusive" });
  });

  test("somebody unknown serves external metrics", () => {
    const unknown = new Evidence(null, { "external.metrics.k8s.io/v1beta1": [] });
    expect(unknown.judge(followsLoad)).toMatchObject({ verdict: "inconclusive" });
  });
});

describe("no-load-no-growth", () => {
  const QUIET: MadeUpHpa = { at: 15, name: "quiet", desired: 1, reading: low };
  const LOUD: MadeUpHpa = { at: 15, name: "loud", desired: 1, reading: low };
  const GROWN: MadeUpHpa = { at: 30, name: "loud", desired: 2, reading: high };

  function side({
    quiet = QUIET,
    loud = GROWN,
    to = 47,
    pods = [{ name: "quiet-a" }],
  }: Partial<{ quiet: MadeUpHpa; loud: MadeUpHpa; to: number; pods: MadeUpPod[] }> = {}): Evidence {
    return new Evidence()
      .workload("quiet")
      .workload("loud")
      .exports("quiet", "first", low)
      .exports("loud", "first", low)
      .exports("loud", "raised", high)
      .hpas("low", 0, 15, [QUIET, LOUD])
      .hpas("loud", 16, 30, [QUIET, LOUD, loud])
      .hpas("still", 30, to, [quiet, loud])
      .pods("still", [...pods, { name: "loud-a" }, { name: "loud-b" }])
      .rescaled("loud");
  }
  const judge = (change?: Parameters<typeof side>[0]) => side(change).judge(noLoadNoGrowth);

  test("the loud one grows, the quiet one stays", () => expect(judge()).toMatchObject({ verdict: "pass" }));

  test("the quiet one is scaled by the loud one's value", () => {
    const quiet = { at: 40, name: "quiet", desired: 2, reading: high };
    expect(judge({ quiet })).toMatchObject({ verdict: "fail" });
    expect(judge({ quiet: { ...quiet, desired: 1, scaled: true } })).toMatchObject({ verdict: "fail" });
    expect(judge({ pods: [{ name: "quiet-a" }, { name: "quiet-b", pending: "no room" }] })).toMatchObject({
      verdict: "fail",
    });
    expect(side().rescaled("loud", "quiet").judge(noLoadNoGrowth)).toMatchObject({ verdict: "fail" });
  });

  test("every value is high", () => {
    const constant = side().hpas("low", 0, 15, [
      { ...QUIET, desired: 2, reading: "1M" },
      { ...LOUD, desired: 2, reading: "1M" },
    ]);
    expect(constant.judge(noLoadNoGrowth)).toMatchObject({ verdict: "fail" });
  });

  test("what must not be is seen without the loud one's growth, too", () => {
    const quiet = { at: 20, name: "quiet", desired: 2, reading: low };
    expect(judge({ quiet, to: 31, loud: { ...GROWN, desired: 1 } })).toMatchObject({ verdict: "fail" });
  });

  test("nothing is scaled at all", () => {
    expect(judge({ loud: { ...GROWN, desired: 1 } })).toMatchObject({ verdict: "inconclusive" });
  });

  test("was not watched for long enough", () => {
    expect(judge({ to: 44.9 })).toMatchObject({ verdict: "inconclusive" });
    expect(judge({ loud: { ...GROWN, at: 33 } })).toMatchObject({ verdict: "inconclusive" });
  });
});

describe("lever-works", () => {
  const lever = (last = low): Evidence =>
    new Evidence()
      .workload("load")
      .exports("load", "first", low)
      .exports("load", "raised", high)
      .exports("load", "lowered", last)
      .pods("lowered", [ONE]);

  test("exports each value", () => expect(lever().judge(leverWorks)).toMatchObject({ verdict: "pass" }));
  test("is stuck at one", () => expect(lever(high).judge(leverWorks)).toMatchObject({ verdict: "inconclusive" }));
  test("does not start", () => {
    expect(lever().drop(exportedOf("load", "first")).judge(leverWorks)).toMatchObject({ verdict: "inconclusive" });
  });
});
