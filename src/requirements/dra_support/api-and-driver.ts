import { z } from "zod";
import type { Check } from "../../run/check.js";
import { draVersion } from "../../run/discover-lists.js";
import { Undecidable } from "../../run/expect.js";

const API = "resource.k8s.io/v1";
const RESOURCES = ["deviceclasses", "resourceclaims", "resourceclaimtemplates", "resourceslices"];

const Apis = z.record(z.string(), z.array(z.string()));
const Slices = z.array(z.object({ spec: z.object({ driver: z.string(), devices: z.array(z.unknown()).optional() }) }));
const Classes = z.array(z.object({ metadata: z.object({ name: z.string() }) }));
const Elsewhere = z.object({ pools: z.array(z.string()), leftOut: z.array(z.string()), unknown: z.array(z.string()) });

/** Creates nothing: it shows that there is something to claim, and says what lacks where there is not. */
export const apiAndDriver: Check = {
  id: "dra_support/api-and-driver",
  kind: "positive",
  proves: "resource.k8s.io/v1 is served whole, a driver publishes devices in it, and a class leads to them",
  needs: {},
  seconds: { typical: 1, deadline: 60 },
  rules: [{ apiGroups: ["resource.k8s.io"], resources: ["deviceclasses", "resourceslices"], verbs: ["list"] }],

  async observe(observer) {
    const { apis, pools, leftOut = [], unknown = [] } = observer.inventory;
    observer.value(
      "apis",
      Object.fromEntries(Object.entries(apis).filter(([api]) => api.startsWith("resource.k8s.io/"))),
    );
    observer.value("accelerators", {
      pools: pools.map(({ node, access, resource, driver }) => `${driver ?? resource} on ${node} (${access})`),
      leftOut: leftOut.map(({ node, access, reason }) => `${access} on ${node}: ${reason}`),
      unknown,
    });
    const version = draVersion(apis);
    if (version === undefined) return;
    await observer.list("slices", `/apis/${version}/resourceslices`);
    await observer.list("classes", `/apis/${version}/deviceclasses`);
  },

  judge(facts, expect) {
    const apis = Apis.parse(facts.value("apis"));
    const lacking = RESOURCES.filter((resource) => !apis[API]?.includes(resource));
    const others = Object.keys(apis).filter((api) => api !== API);
    expect(`${API} is served`, {
      held: lacking.length === 0,
      expected: RESOURCES.join(", "),
      seen: apis[API]
        ? `without ${lacking.join(", ") || "any gap"}`
        : `not served; only ${others.join(", ") || "no version"}`,
      evidence: ["apis"],
    });
    if (Object.keys(apis).length === 0) return;
    const publishing = Slices.parse(facts.list("slices")).filter(({ spec }) => (spec.devices ?? []).length > 0);
    const { pools, leftOut, unknown } = Elsewhere.parse(facts.value("accelerators"));
    const anywhere = [...pools, ...leftOut, ...unknown];
    if (publishing.length === 0 && anywhere.length === 0) {
      throw new Undecidable("the cluster has no accelerators that karat can find, through DRA or otherwise");
    }
    const drivers = [...new Set(publishing.map(({ spec }) => spec.driver))];
    expect("a DRA driver publishes devices", {
      held: drivers.length > 0,
      expected: "ResourceSlices with devices",
      seen: drivers.join(", ") || `none; there is only ${anywhere.join(", ")}`,
      evidence: ["slices", "accelerators"],
    });
    const classes = Classes.parse(facts.list("classes")).map(({ metadata }) => metadata.name);
    expect("there is a DeviceClass to claim devices by", {
      held: classes.length > 0,
      expected: "at least one",
      seen: classes.join(", ") || "none",
      evidence: ["classes"],
    });
  },
};
