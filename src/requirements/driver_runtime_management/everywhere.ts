import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { SETUP } from "../probing/setup.js";

const Given = z
  .object({
    devices: z.int().min(0),
    /** Of places: none may get lost. */
    count: z.int().min(1),
    places: z.array(
      z
        .object({
          node: z.string().min(1),
          access: z.enum(["dra", "device-plugin"]).optional(),
          /** How many of its devices nobody held when the run began; absent when none of them can be used. */
          free: z.int().min(0).optional(),
          /** Why none of them can. */
          reason: z.string().min(1).optional(),
        })
        .refine(({ free, reason }) => (free === undefined) !== (reason === undefined), "neither open nor closed"),
    ),
  })
  .refine(({ count, places }) => places.length === count, "places are missing");

/** One place of many: the accelerators of one node under one way of asking for them. */
export interface Place {
  node: string;
  /** What the names of its objects and facts end in. */
  place: string;
}

/** What was seen at one place. */
export type Look<T> = Place & T;

/** What the places come to. */
export interface Looks<T> {
  looks: Look<T>[];
  /** Places that no pod of ours may use, each with the reason. */
  closed: string[];
  /** Places of which nothing can be said, each with the reason. */
  unseen: string[];
}

/** Looks at the facts of each place. What `look` throws is the reason why nothing can be said there. */
export function lookEverywhere<T extends object>(facts: Facts, look: (at: Place) => T): Looks<T> {
  const { devices, places } = Given.parse(facts.value(SETUP));
  const looks: Look<T>[] = [];
  const closed: string[] = [];
  const unseen: string[] = [];
  for (const [index, { node, access, free, reason }] of places.entries()) {
    if (free === undefined) {
      // Of the same devices some may be usable, and those speak for the node.
      const partly = places.some((other) => other.free !== undefined && other.node === node && other.access === access);
      if (!partly) closed.push(`${node} is left out (${reason}): put that right, and run again`);
    } else if (free < devices) {
      unseen.push(`every accelerator of ${node} is in use: run again when one is free`);
    } else {
      try {
        const at = { node, place: `-${index}` };
        looks.push({ ...at, ...look(at) });
      } catch (error) {
        unseen.push(`${node}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { looks, closed, unseen };
}

/** How one sentence holds at one place. */
export interface Finding {
  held: boolean;
  seen: string;
  evidence: string[];
}

/**
 * Holds one sentence at every place; nothing is held where there is none.
 * @returns whether it held
 */
export function expectEverywhere<T>(
  expect: Expect,
  looks: readonly Look<T>[],
  { claim, expected }: { claim: string; expected: string },
  find: (look: Look<T>) => Finding,
): boolean {
  const all = looks.map((look) => ({ node: look.node, ...find(look) }));
  const broken = all.filter(({ held }) => !held);
  const told = broken.length > 0 ? broken : all;
  if (told.length === 0) return true;
  expect(claim, {
    held: broken.length === 0,
    expected,
    seen: byNode(told),
    evidence: [...new Set([SETUP, ...told.flatMap(({ evidence }) => evidence)])],
  });
  return broken.length === 0;
}

/** @throws Undecidable when there is a place of which nothing can be said */
export function refuseUnseen(places: readonly string[]): void {
  if (places.length === 0) return;
  throw new Undecidable(`not every accelerator node could be looked at: ${places.join("; ")}`);
}

/** e.g. "580.95.05 on node1, node2; none on node3". */
function byNode(seen: readonly { node: string; seen: string }[]): string {
  const nodes = new Map<string, Set<string>>();
  for (const { node, seen: what } of seen) nodes.set(what, (nodes.get(what) ?? new Set()).add(node));
  return [...nodes].map(([what, where]) => `${what} on ${[...where].join(", ")}`).join("; ");
}
