import { z } from "zod";
import type { ApiObject, Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { INFERENCE } from "../../run/durations.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import type { Inventory } from "../../run/inventory.js";
import { type Condition, conditionInWords, conditionOf } from "./conditions.js";
import { expectEntrance } from "./entrance.js";
import { API, expectClass } from "./gateway-class.js";
import { RULES } from "./rules.js";
import { REVISION, routeRef, SETTLED, Stage } from "./stage.js";
import { Traffic } from "./traffic.js";

/** The same route waits and is then served, one thing changed between: the ReferenceGrant. */
export const foreignBackend: Check = {
  id: "ai_inference/foreign-backend",
  kind: "negative",
  proves:
    "a route's backend in another namespace gets no request until a ReferenceGrant there allows it, and then does",
  needs: {},
  seconds: { typical: 30, deadline: 1500 },
  rules: [
    ...RULES,
    {
      apiGroups: ["gateway.networking.k8s.io"],
      resources: ["referencegrants"],
      verbs: ["create"],
    },
  ],

  async observe(observer) {
    const stage = await Stage.open(observer, new URL("./foreign-backend.yaml", import.meta.url));
    const elsewhere = `${observer.namespace}-b`;
    const home = stage.manifest("Namespace", "elsewhere");
    home["metadata"].name = elsewhere;
    await stage.create("elsewhere.created", home);
    const [entrance, own, foreign] = await Promise.all([
      stage.gateway("reaching", (route) => reachInto(route, elsewhere)),
      stage.backend("own"),
      stage.backend("foreign", elsewhere),
    ]);
    if (!entrance) return;
    const route = routeRef("reaching");
    observer.step("ask for a backend in another namespace that does not allow it");
    await observer.until("route.before", route, INFERENCE.status, (object) => resolved(object)?.status === "False");
    const served = await stage.client("before", [
      stage.direct(own),
      stage.direct(foreign),
      stage.settled(entrance, "own", { name: "own-before" }),
      stage.through(entrance, "foreign-before", 1, {
        path: REVISION,
        until: { holds: "foreign/", within: INFERENCE.refused },
      }),
    ]);

    if (!served) return;
    observer.step("allow it by a ReferenceGrant");
    const grant = stage.manifest("ReferenceGrant", "reaching");
    grant["apiVersion"] = grantVersion(observer.inventory);
    grant["metadata"].namespace = elsewhere;
    grant["spec"].from[0].namespace = observer.namespace;
    await stage.create("grant.created", grant);
    await observer.until("route.after", route, INFERENCE.status, (object) => resolved(object)?.status === "True");
    await stage.client("after", [
      stage.settled(entrance, "own", { name: "own-after" }),
      stage.settled(entrance, "foreign", { name: "foreign-after", path: REVISION }),
    ]);
  },

  judge(facts, expect) {
    if (!expectClass(facts, expect) || !expectEntrance(facts, expect)) return;
    const traffic = new Traffic(facts, ["own", "foreign"]);
    const served = "the Gateway answers from the backend in the route's own namespace";
    if (!traffic.expectSettled(expect, served, "own-before", "own", SETTLED)) return;

    expectResolved(facts, expect, "before", "False", "RefNotPermitted");
    const shares = traffic.shares(traffic.answers("foreign-before"));
    const watched = traffic.seconds("foreign-before");
    if (shares.of("foreign") === 0 && watched < INFERENCE.refused) {
      throw new Undecidable(`the foreign backend was asked for ${watched} s, less than ${INFERENCE.refused} s`);
    }
    expect("without a ReferenceGrant, no request reaches the backend in another namespace", {
      held: shares.of("foreign") === 0,
      expected: `none within ${INFERENCE.refused} s`,
      seen: shares.words,
      evidence: traffic.evidence("foreign-before"),
    });

    const still = "and goes on to answer from its own";
    if (!traffic.expectSettled(expect, still, "own-after", "own", SETTLED)) return;
    expectResolved(facts, expect, "after", "True", "ResolvedRefs");
    const allowed = "with a ReferenceGrant, requests reach the backend in another namespace";
    traffic.expectSettled(expect, allowed, "foreign-after", "foreign", SETTLED);
  },
};

/** v1 since Gateway API 1.5. */
function grantVersion({ apis }: Inventory): string {
  return apis[API]?.includes("referencegrants") ? API : "gateway.networking.k8s.io/v1beta1";
}

function reachInto(route: ApiObject, namespace: string): void {
  for (const { backendRefs } of route["spec"].rules as ApiObject[]) {
    for (const ref of backendRefs) if (ref.namespace !== undefined) ref.namespace = namespace;
  }
}

const Route = z.object({ status: z.object({ parents: z.array(z.unknown()) }) });

/** What the controller of the Gateway says about the route's references. */
function resolved(route: ApiObject | null): Condition | undefined {
  const parents = Route.safeParse(route).data?.status.parents ?? [];
  return parents.map((parent) => conditionOf(parent, "ResolvedRefs")).find(Boolean);
}

function expectResolved(facts: Facts, expect: Expect, when: "before" | "after", status: string, reason: string): void {
  const condition = resolved(facts.present(`route.${when}`));
  expect(`${when} the ReferenceGrant, the route's status says ${reason}`, {
    held: condition?.status === status && condition.reason === reason,
    expected: `ResolvedRefs: ${status} (${reason})`,
    seen: conditionInWords("ResolvedRefs", condition),
    evidence: [`route.${when}`],
  });
}
