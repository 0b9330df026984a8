import { expect, test } from "vitest";
import { selecting } from "./claims.js";

test.each([
  ["uuid", 'device.attributes["gpu.acme.test"].uuid == "x"'],
  ["resource.kubernetes.io/pciBusID", 'device.attributes["resource.kubernetes.io"].pciBusID == "x"'],
])("a device is selected by %s", (identity, expression) => {
  expect(selecting({ name: "gpu.acme.test", identity }, "x")).toEqual({ cel: { expression } });
});
