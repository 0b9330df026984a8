import { expect, test } from "vitest";
import { INFERENCE } from "../../run/durations.js";
import { entranceOf } from "./entrance.js";

const service = (clusterIP: string) => ({ spec: { clusterIP } });
const gateway = (...addresses: object[]) => ({ status: { addresses } });

test("the Gateway's own address comes first", () => {
  const found = entranceOf(gateway({ type: "IPAddress", value: "192.0.2.1" }), [service("10.96.0.7")], 80);
  expect(found).toEqual({ address: "192.0.2.1", port: 80, within: INFERENCE.servesFromOutside });
});

test("an address of the cluster must answer soon", () => {
  const found = entranceOf(gateway({ value: "10.96.0.7" }), [service("10.96.0.7")], 80);
  expect(found).toEqual({ address: "10.96.0.7", port: 80, within: INFERENCE.serves });
});

test("a host's name is an address; what only the implementation understands is none", () => {
  const named = { type: "example.com/vpc", value: "some" };
  expect(entranceOf(gateway(named, { type: "Hostname", value: "lb.example" }), [], 80)?.address).toBe("lb.example");
  expect(entranceOf(gateway(named), [], 80)).toBeUndefined();
});

test("without an address, the Service will do", () => {
  for (const nothing of [null, {}, { status: {} }, gateway()]) {
    expect(entranceOf(nothing, [service("None"), service("10.96.0.7")], 80)?.address).toBe("10.96.0.7");
    expect(entranceOf(nothing, [service("None")], 80)).toBeUndefined();
  }
});
