import { expect, test } from "vitest";
import { expositionOf } from "./source.js";

const series = (node: string) => ({
  metric: { __name__: "DCGM_FI_DEV_GPU_UTIL", UUID: "GPU-1", Hostname: node },
  value: [1, "7"],
});
const answer = JSON.stringify({
  status: "success",
  data: { resultType: "vector", result: [series("node1"), series("node2")] },
});

test("of what a Prometheus has of all nodes, the node's own counts", () => {
  const { samples } = expositionOf(answer, "prometheus", "node1");
  expect(samples.map(({ name, labels, value }) => [name, labels.get("Hostname"), value])).toEqual([
    ["DCGM_FI_DEV_GPU_UTIL", "node1", 7],
  ]);
});

test("an exporter has its own node's only, whatever it calls it", () => {
  expect(expositionOf('a{x="y"} 1', "exporter", "node1").samples).toHaveLength(1);
});
