import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEADER_BYTES, decodeHeader, encodeHeader, stableUuid } from "./identity.js";

const text = fc.stringMatching(/^[A-Za-z0-9 :.=-]{1,60}$/).filter((value) => value.trim() === value);

describe("header", () => {
  it("is read back as written", () => {
    const identity = fc.record({
      uuid: text,
      productName: text,
      memoryBytes: fc.integer({ min: 1, max: 2 ** 40 }),
      pciBusId: text,
      driverVersion: text,
    });
    fc.assert(
      fc.property(identity, (value) => {
        const header = encodeHeader(value);
        expect(header.length).toBe(HEADER_BYTES);
        expect(decodeHeader(Buffer.concat([header, Buffer.from("payload")]))).toEqual(value);
      }),
    );
  });

  it("knows bytes that are no accelerator's", () => {
    expect(decodeHeader(Buffer.alloc(HEADER_BYTES))).toBeUndefined();
    expect(decodeHeader(Buffer.from("KARAT-ACCELERATOR/1\nuuid=x\n"))).toBeUndefined();
  });

  it("refuses an identity that does not fit", () => {
    const identity = { uuid: "u".repeat(600), productName: "p", memoryBytes: 1, pciBusId: "b", driverVersion: "1" };
    expect(() => encodeHeader(identity)).toThrow(RangeError);
  });
});

describe("stableUuid", () => {
  it("is a UUID, the same for a slot and another for the next", () => {
    expect(stableUuid("lab", "node1", "nvidia", 0)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(stableUuid("lab", "node1", 0)).toBe(stableUuid("lab", "node1", 0));
    expect(stableUuid("lab", "node1", 0)).not.toBe(stableUuid("lab", "node1", 1));
  });
});
