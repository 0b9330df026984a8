import { expect, test } from "vitest";
import { chosenClass } from "./gateway-class.js";

function gatewayClass(name: string, accepted: boolean, controllerName = "example.com/gateways") {
  const conditions = [{ type: "Accepted", status: accepted ? "True" : "Unknown" }];
  return { metadata: { name }, spec: { controllerName }, status: { conditions } };
}

test("the first by name of those that are accepted is taken", () => {
  expect(chosenClass([gatewayClass("b", true), gatewayClass("c", true), gatewayClass("a", false)])).toBe("b");
});

test("where none is accepted, it is the first by name that must become so", () => {
  expect(chosenClass([gatewayClass("b", false), gatewayClass("a", false)])).toBe("a");
  expect(chosenClass([{ ...gatewayClass("new", false), status: undefined }])).toBe("new");
});

test("classes that no client's request comes through are left out, unless they are asked for", () => {
  const mesh = gatewayClass("a-waypoint", true, "istio.io/mesh-controller");
  expect(chosenClass([mesh, gatewayClass("istio", true, "istio.io/gateway-controller")])).toBe("istio");
  expect(chosenClass([mesh])).toBeUndefined();
  expect(chosenClass([mesh], "a-waypoint")).toBe("a-waypoint");
});

test("what was asked for is taken, accepted or not", () => {
  expect(chosenClass([gatewayClass("a", true), gatewayClass("b", false)], "b")).toBe("b");
});

test("what was asked for and is not there is an error that says what is", () => {
  expect(() => chosenClass([gatewayClass("a", true)], "b")).toThrow("there is no GatewayClass b; there is a");
  expect(() => chosenClass([], "b")).toThrow("there is none");
});
