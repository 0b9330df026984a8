import { describe, expect, test } from "vitest";
import { INFERENCE } from "../../run/durations.js";
import { backendsAnswer } from "./backends-answer.js";
import { foreignBackend } from "./foreign-backend.js";
import { modelRouting } from "./model-routing.js";
import { by, Evidence, LOST, NO_ROUTE, REFUSED, times } from "./testing.js";
import { unmatchedRefused } from "./unmatched-refused.js";
import { weightedSplit } from "./weighted-split.js";

type Answers = Record<string, string[]>;

const TEN = 10;
const direct = (...names: string[]): Answers =>
  Object.fromEntries(names.map((name) => [`direct-${name}`, [LOST, by(name)]]));

const BEFORE = { ...direct("stable", "canary", "retired"), "revision-before": [LOST, ...times(TEN, by("stable"))] };

/** @param before, after how many of 400 stable answered */
function split(before = 360, after = 40, change: Answers = {}): Evidence {
  const counts = (stable: number): string[] => [...times(stable, by("stable")), ...times(400 - stable, by("canary"))];
  return new Evidence()
    .backends("stable", "canary", "retired")
    .client("before", { ...BEFORE, "split-before": counts(before), ...change })
    .response("split.updated", 200)
    .client("after", { "revision-after": times(50, by("canary")), "split-after": counts(after) });
}

describe("weighted-split", () => {
  test.each([
    [331, 40, "pass"],
    [384, 40, "pass"],
    [330, 40, "fail"],
    [385, 40, "fail"],
    [360, 16, "pass"],
    [360, 15, "fail"],
    [200, 200, "fail"],
    [400, 0, "fail"],
  ])("%i of 400, then %i: %s", (before, after, verdict) => {
    expect(split(before, after).judge(weightedSplit)).toMatchObject({ verdict });
  });

  test("one request for the backend of weight 0 is one too many, and is named", () => {
    const shares = [...times(360, by("stable")), ...times(39, by("canary")), by("retired")];
    const { verdict, expectations } = split(360, 40, { "split-before": shares }).judge(weightedSplit);
    expect(verdict).toBe("fail");
    const broken = expectations.filter(({ held }) => !held).map(({ claim }) => claim);
    expect(broken).toContain("before the update, a backend of weight 0 gets none");
  });

  test("a request that is refused fails; one that is lost decides nothing", () => {
    const shares = [...times(360, by("stable")), ...times(39, by("canary"))];
    const judge = (last: string) => split(360, 40, { "split-before": [...shares, last] }).judge(weightedSplit).verdict;
    expect(judge(REFUSED)).toBe("fail");
    expect(judge(by("stranger"))).toBe("fail");
    expect(judge(by("canary").replace("200_OK", "503_Service_Unavailable"))).toBe("fail");
    expect(judge(LOST)).toBe("inconclusive");
    // In place of one that was lost another one was sent.
    expect(split(360, 40, { "split-before": [...shares, LOST, by("canary")] }).judge(weightedSplit).verdict).toBe(
      "pass",
    );
  });

  test("a Gateway at which nothing answers fails, whatever it says", () => {
    const dead = new Evidence()
      .backends("stable", "canary", "retired")
      .client("before", { ...BEFORE, "revision-before": times(TEN, LOST) });
    expect(dead.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
  });

  test("but not where the backends do not answer either", () => {
    const dead = new Evidence()
      .backends("stable", "canary", "retired")
      .client("before", { ...BEFORE, "direct-retired": times(TEN, LOST), "revision-before": times(TEN, LOST) });
    expect(dead.judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
  });

  test("an update that has no effect fails; one that is refused decides nothing", () => {
    const late = split().client("after", { "revision-after": times(TEN, by("stable")) });
    expect(late.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
    expect(split().response("split.updated", 422).judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
  });

  test("nine answers in a row are not enough", () => {
    const nine = times(9, by("stable"));
    for (const answers of [nine, [by("canary"), ...nine]]) {
      expect(split(360, 40, { "revision-before": answers }).judge(weightedSplit)).toMatchObject({ verdict: "fail" });
    }
  });
});

describe("without a Gateway to ask", () => {
  test.each([["Unknown"], ["False"]])("a class that is Accepted: %s fails", (accepted) => {
    expect(split().gatewayClass(accepted).judge(weightedSplit)).toMatchObject({ verdict: "fail" });
  });

  test("a class that nobody says anything about fails", () => {
    const silent = { metadata: { name: "envoy" }, spec: { controllerName: "example.com/gateways" } };
    const evidence = split().put("class", "object", { ref: {}, object: silent });
    expect(evidence.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
  });

  test("no class, and no Gateway API at all, fail", () => {
    const none = split().drop("class").put("classes", "list", { path: "", items: [] });
    expect(none.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
    const old = none.drop("classes").put("apis", "value", { "gateway.networking.k8s.io/v1alpha2": [] });
    expect(old.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
  });

  test("a class that was not looked at decides nothing", () => {
    expect(split().drop("class").judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
    expect(split().drop("apis").judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
  });

  test("a Gateway without an address fails", () => {
    const nowhere = split().put("entrance", "value", { found: null });
    expect(nowhere.judge(weightedSplit)).toMatchObject({ verdict: "fail" });
    expect(nowhere.drop("entrance").judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
  });
});

describe("backends-answer", () => {
  test("holds where the backend signs, and only there", () => {
    const asked = (answer: string) =>
      new Evidence()
        .backends("backend")
        .client("client", { "direct-backend": [answer] })
        .judge(backendsAnswer).verdict;
    expect(asked(by("backend"))).toBe("pass");
    for (const other of [LOST, NO_ROUTE, by("stable"), "HTTP/1.1_200_OK backend/x"])
      expect(asked(other)).not.toBe("pass");
  });
});

describe("model-routing", () => {
  const models = ["llama", "llama-research", "mistral"];
  const routed = (change: Answers = {}): Evidence =>
    new Evidence().backends(...models).client("client", {
      ...direct(...models),
      ...Object.fromEntries(models.map((name) => [`settled-${name}`, times(TEN, by(name))])),
      llama: times(20, by("llama")),
      mistral: times(20, by("mistral")),
      research: times(20, by("llama-research")),
      others: times(20, by("llama")),
      "upper-case": times(20, by("mistral")),
      ...change,
    });

  test("holds where every request reaches its model", () => {
    expect(routed().judge(modelRouting)).toMatchObject({ verdict: "pass" });
  });

  test.each([
    ["the header counts for nothing", { "settled-llama": times(TEN, by("llama-research")) }],
    ["the second header counts for nothing", { research: times(20, by("llama")) }],
    ["one in twenty goes astray", { mistral: [...times(19, by("mistral")), by("llama")] }],
    ["names of headers have case", { "upper-case": times(20, NO_ROUTE) }],
  ])("fails where %s", (_, change: Answers) => {
    expect(routed(change).judge(modelRouting)).toMatchObject({ verdict: "fail" });
  });
});

test("a request that was never sent decides nothing", () => {
  const few = split(360, 40, { "split-before": [...times(360, by("stable")), ...times(39, by("canary"))] });
  expect(few.judge(weightedSplit)).toMatchObject({ verdict: "inconclusive" });
});

describe("unmatched-refused", () => {
  const orders = ["no-header", "other-model", "longer-name", "other-header", "other-host"];
  const asked = (change: Answers = {}): Evidence =>
    new Evidence().backends("llama").client("client", {
      ...direct("llama"),
      "matched-before": times(TEN, by("llama")),
      ...Object.fromEntries(orders.map((order) => [order, times(3, NO_ROUTE)])),
      "matched-after": times(TEN, by("llama")),
      ...change,
    });

  test("holds where all of them get 404 and the right one an answer", () => {
    expect(asked().judge(unmatchedRefused)).toMatchObject({ verdict: "pass" });
  });

  test.each(orders)("fails where one of %s is served, or refused otherwise", (order) => {
    for (const other of [by("llama"), REFUSED, "HTTP/1.1_200_OK -"]) {
      const answers = [...times(2, NO_ROUTE), other];
      expect(asked({ [order]: answers }).judge(unmatchedRefused)).toMatchObject({ verdict: "fail" });
    }
  });

  test("fails where the right one gets 404 too", () => {
    for (const order of ["matched-before", "matched-after"]) {
      expect(asked({ [order]: times(TEN, NO_ROUTE) }).judge(unmatchedRefused)).toMatchObject({ verdict: "fail" });
    }
  });
});

describe("foreign-backend", () => {
  const before = {
    ...direct("own", "foreign"),
    "own-before": times(TEN, by("own")),
    "foreign-before": times(20, REFUSED),
  };
  const after = { "own-after": times(TEN, by("own")), "foreign-after": times(TEN, by("foreign")) };
  const reached = (change: Answers = {}, seconds: number = INFERENCE.refused): Evidence =>
    new Evidence()
      .backends("own", "foreign")
      .route("route.before", "False", "RefNotPermitted")
      .client("before", { ...before, ...change }, seconds)
      .route("route.after", "True", "ResolvedRefs")
      .client("after", after);

  test("holds where the grant makes the difference", () => {
    expect(reached().judge(foreignBackend)).toMatchObject({ verdict: "pass" });
  });

  test("fails where one request comes through without it, however soon", () => {
    const leak = { "foreign-before": [REFUSED, by("foreign")] };
    expect(reached(leak, 0).judge(foreignBackend)).toMatchObject({ verdict: "fail" });
  });

  test("decides nothing where it was not asked for long enough", () => {
    const judgement = reached({}, INFERENCE.refused - 1).judge(foreignBackend);
    expect(judgement).toMatchObject({ verdict: "inconclusive" });
  });

  test("fails where the status says otherwise, before or after", () => {
    expect(reached().route("route.before", "True", "ResolvedRefs").judge(foreignBackend).verdict).toBe("fail");
    expect(reached().route("route.before", "False", "BackendNotFound").judge(foreignBackend).verdict).toBe("fail");
    expect(reached().route("route.after", "False", "RefNotPermitted").judge(foreignBackend).verdict).toBe("fail");
  });

  test("fails where the grant changes nothing, or breaks what was served", () => {
    const judge = (change: Answers) =>
      reached()
        .client("after", { ...after, ...change })
        .judge(foreignBackend).verdict;
    expect(judge({ "foreign-after": times(TEN, REFUSED) })).toBe("fail");
    expect(judge({ "own-after": times(TEN, REFUSED) })).toBe("fail");
  });
});
