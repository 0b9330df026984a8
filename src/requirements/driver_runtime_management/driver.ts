import { z } from "zod";
import {
  type Adapter,
  advertisedDriver,
  type Attributes,
  driverFiles,
  injectedFiles,
  probedDriver,
} from "../../accelerators/index.js";
import type { Sight } from "../../probe/index.js";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import { SLICES } from "../probing/claims.js";
import { givenSetup } from "../probing/setup.js";

/** A version of the driver, and where it was found. */
type FoundVersion = ReturnType<typeof probedDriver>[number];

const Device = z.object({ name: z.string(), attributes: z.record(z.string(), z.looseObject({})).optional() });
const Slice = z.object({
  spec: z.object({
    driver: z.string(),
    nodeName: z.string(),
    /** v1beta1 holds a device's content under `basic`. */
    devices: z.array(Device.extend({ basic: Device.omit({ name: true }).optional() })).min(1),
  }),
});
const Node = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
});

/** What the API tells of a node's driver, by device; a device plugin's are known by their node's labels only. */
export interface Advertised {
  /** Devices of which nothing is told, by name where they have one. */
  silent: string[];
  versions: FoundVersion[];
  evidence: string[];
}

/** @throws Undecidable when karat knows no place where such a version would be told, or nothing was published */
export function advertisedAt(facts: Facts, place: string, adapter: Adapter): Advertised {
  const { node, access } = givenSetup(facts, place);
  const { attributes, labels } = adapter.advertisedDriver;
  if (attributes.length + labels.length === 0) {
    throw new Undecidable(
      `karat knows no attribute or label that tells the version of ${adapter.name}'s driver; see src/accelerators/README.md`,
    );
  }
  const { metadata } = Node.parse(facts.present(`node${place}`));
  if (metadata.name !== node) throw new Undecidable(`node${place} is ${metadata.name}, not ${node}`);
  const devices = access === "dra" ? published(facts, place, adapter) : [{ name: "its accelerators", attributes: {} }];
  const told = devices.map(({ name, attributes }) => ({
    name,
    versions: advertisedDriver(adapter, { attributes, labels: metadata.labels }),
  }));
  return {
    silent: told.filter(({ versions }) => versions.length === 0).map(({ name }) => name),
    versions: distinct(told.flatMap(({ versions }) => versions)),
    evidence: [`node${place}`, ...(access === "dra" ? [SLICES + place] : [])],
  };
}

function published(facts: Facts, place: string, adapter: Adapter): { name: string; attributes: Attributes }[] {
  const { node, driver: name } = givenSetup(facts, place);
  const driver = adapter.drivers.find((known) => known.name === name);
  if (!driver) throw new Undecidable(`the facts name no known DRA driver but ${name}`);
  const devices = z
    .array(Slice)
    .parse(facts.list(SLICES + place))
    .filter(({ spec }) => spec.driver === name && spec.nodeName === node)
    .flatMap(({ spec }) => spec.devices)
    .map(({ name, attributes, basic }) => ({ name, attributes: (attributes ?? basic?.attributes ?? {}) as Attributes }))
    .filter(({ attributes }) => driver.isAccelerator(attributes));
  if (devices.length === 0) throw new Undecidable(`${name} publishes no accelerator of ${node} any more`);
  return devices;
}

/** The versions that a container found, in files and devices. */
export function probedIn({ files, openings }: Sight, adapter: Adapter): FoundVersion[] {
  const heads = openings.filter(({ head }) => head.length > 0).map(({ path, head }) => [path, head] as const);
  return distinct(probedDriver(adapter, { files, heads: new Map(heads) }));
}

/** The driver's libraries that a container has. */
export function librariesIn({ files }: Sight, adapter: Adapter): string[] {
  return injectedFiles(adapter, files.keys());
}

/** Whether the vendor's runtime puts libraries into granted containers; elsewhere they come with the image. */
export function bringsLibraries({ probedDriver: probes }: Adapter): boolean {
  return probes.some(({ granted }) => granted);
}

/** Why no version was found in a container, and what to do. */
export function whyUnprobed(adapter: Adapter): string {
  const files = driverFiles(adapter);
  const looked = files.length > 0 ? `there is none of ${files.join(", ")}` : "karat knows no file that would tell it";
  return `a granted container cannot tell which version of ${adapter.name}'s driver runs: ${looked}; look on the node itself`;
}

export function inWords(versions: readonly FoundVersion[]): string {
  const where = new Map<string, string[]>();
  for (const found of versions) where.set(found.version, [...(where.get(found.version) ?? []), found.where]);
  return [...where].map(([version, all]) => `${version} (${all.join(", ")})`).join(", ") || "none";
}

function distinct(versions: readonly FoundVersion[]): FoundVersion[] {
  return [...new Map(versions.map((found) => [JSON.stringify(found), found])).values()];
}
