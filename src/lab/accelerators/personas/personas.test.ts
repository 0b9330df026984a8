import { describe, expect, it } from "vitest";
import { advertisedAttributes, advertisedLabels } from "../advertised.js";
import { stableUuid } from "../identity.js";
import type { PersonaId } from "../persona.js";
import { personas } from "./index.js";

const ids = Object.keys(personas) as PersonaId[];

describe.each(ids)("%s", (id) => {
  const persona = personas[id];
  const slots = [0, 1].map((slot) => ({ slot, identity: persona.identity(stableUuid(id, slot), slot) }));
  const version = slots[0]!.identity.driverVersion;

  it("tells its devices apart", () => {
    for (const of of [persona.deviceFile, persona.deviceName ?? String]) {
      expect(new Set(slots.map(({ slot }) => of(slot))).size).toBe(slots.length);
    }
  });

  it("advertises the version by attribute and by label, and mounts a library that bears it", () => {
    expect(persona.library(version).endsWith(`.so.${version}`)).toBe(true);
    expect(Object.values(advertisedLabels(persona, slots, {}))).toContain(version);
    expect(advertisedAttributes(persona, slots[0]!, {})).toHaveProperty("driverVersion.version");
  });

  it("with the wrong version advertises another, and all else as before", () => {
    const [right, wrong] = [{}, { wrongVersion: true }].map((switches) => advertisedLabels(persona, slots, switches));
    expect(Object.keys(wrong ?? {})).toEqual(Object.keys(right ?? {}));
    expect(Object.values(wrong ?? {})).not.toContain(version);
    const attributes = advertisedAttributes(persona, slots[0]!, {});
    const changed = advertisedAttributes(persona, slots[0]!, { wrongVersion: true });
    expect({ ...changed, driverVersion: attributes["driverVersion"] }).toEqual(attributes);
    expect(changed["driverVersion"]).not.toEqual(attributes["driverVersion"]);
  });

  it("without a version leaves out just what would tell it", () => {
    const { driverVersion, ...others } = advertisedAttributes(persona, slots[0]!, {});
    expect(driverVersion).toBeDefined();
    expect(advertisedAttributes(persona, slots[0]!, { noVersion: true })).toEqual(others);
    const labels = advertisedLabels(persona, slots, { noVersion: true });
    expect(Object.keys(labels).filter((key) => /driver-version/.test(key))).toEqual([]);
    expect(Object.keys(labels).length).toBeGreaterThan(0);
  });
});

it("no two have a driver, a resource, a library or a device file in common", () => {
  for (const of of [
    (id: PersonaId) => personas[id].driver,
    (id: PersonaId) => personas[id].resource,
    (id: PersonaId) => personas[id].cdiVendor,
    (id: PersonaId) => personas[id].library("1"),
    (id: PersonaId) => personas[id].deviceFile(0),
  ])
    expect(new Set(ids.map(of)).size).toBe(ids.length);
});
