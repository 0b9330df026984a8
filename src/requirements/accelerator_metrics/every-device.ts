import { type Quantity, seriesOf } from "../../accelerators/index.js";
import type { Facts } from "../../record/facts.js";
import type { Check } from "../../run/check.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { type Fitted, fittedIn } from "./inventory.js";
import { RULES } from "./rules.js";
import { bears, byDevice, type Value, valuesOf } from "./series.js";
import { ONCE, published, readingOf, readOnce, type Source, sourcesIn } from "./source.js";

/** What there must be of every accelerator, and how people call it. */
const MANDATORY = { utilisation: "utilisation", memoryUsed: "memory in use" } as const satisfies Partial<
  Record<Quantity, string>
>;

export const everyDevice: Check = {
  id: "accelerator_metrics/every-device",
  kind: "positive",
  proves:
    "each accelerator of each node has exactly one series of each metric that tells its utilisation and its memory in use",
  needs: {},
  seconds: { typical: 2, deadline: 90 },
  rules: RULES,

  observe: readOnce,

  judge(facts, expect) {
    const sources = sourcesIn(facts);
    const fitted = fittedIn(facts);
    if (fitted.length === 0) throw new Undecidable("the cluster has no accelerators that karat can find");
    for (const each of fitted) expectEveryDevice(facts, expect, sources, each);
  },
};

function expectEveryDevice(facts: Facts, expect: Expect, sources: readonly Source[], fitted: Fitted): void {
  const { node, adapter } = fitted;
  const own = [...sources.keys()].filter((at) => (sources[at]?.node ?? node) === node);
  const read = own.map((at) => published(facts, sources, at, ONCE, node));
  const evidence = ["accelerators", "sources", ...own.map((at) => readingOf(ONCE, at))];
  for (const [quantity, called] of Object.entries(MANDATORY) as [keyof typeof MANDATORY, string][]) {
    const all = read.map(({ samples }) => valuesOf(samples, adapter, quantity));
    const names = seriesOf(adapter, quantity).map(({ name }) => name);
    const described = names.filter((name) => read.some((each) => each.described.has(name)));
    expect(`the ${called} of ${node}'s accelerators is published`, {
      held: all.some((metrics) => metrics.size > 0),
      expected: `a series of ${names.join(" or ")}`,
      seen:
        [...new Set(all.flatMap((metrics) => [...metrics.keys()]))].join(", ") ||
        (described.length > 0 ? `${described.join(", ")} described, and no series` : "no such metric"),
      evidence,
    });
    for (const metrics of all) {
      for (const [name, values] of metrics) expectOneEach(expect, fitted, name, values, evidence);
    }
  }
}

function expectOneEach(
  expect: Expect,
  { node, adapter, count, identities }: Fitted,
  name: string,
  values: readonly Value[],
  evidence: string[],
): void {
  const devices = byDevice(values);
  const several = [...devices].filter(([, series]) => series.length > 1);
  expect(`${name} has one series for each of ${node}'s ${count} accelerators`, {
    held: devices.size === count && several.length === 0,
    expected: `${count} series with different labels of the device`,
    seen: [...devices].map(([device, series]) => `${device}: ${series.length}`).join(", "),
    evidence,
  });
  // Some exporters name devices otherwise than drivers do: then there is nothing to compare.
  const comparable = identities.filter((identity) => values.some((value) => bears(value, identity, adapter)));
  if (comparable.length === 0) return;
  expect(`${name} tells of the very devices that ${node} advertises`, {
    held: comparable.length === identities.length,
    expected: identities.join(", "),
    seen: [...devices.keys()].join(", "),
    evidence,
  });
}
