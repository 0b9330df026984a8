import type { Adapter } from "./adapter.js";
import { descriptionSchema, type Description } from "./description.js";
import { readLocated } from "./located-yaml.js";

/** A description that cannot be used. The message has a line for each mistake: FILE:LINE:COLUMN: what is wrong. */
export class DescriptionInvalid extends Error {
  override name = "DescriptionInvalid";
  readonly code = "DESCRIPTION_INVALID";
  readonly next = "src/accelerators/README.md tells of each field; docs/accelerator.yaml is an example";
}

/**
 * A user's description of accelerators, from YAML.
 * @param file name for error messages
 * @param known adapters that it must not be confused with
 * @throws DescriptionInvalid
 */
export function readDescription(text: string, file: string, known: readonly Adapter[]): Description {
  const invalid = (message: string) => new DescriptionInvalid(message);
  const { value, at } = readLocated(text, file, descriptionSchema, invalid);
  const clash = clashWith(value, known);
  if (clash) throw invalid(at(clash.path, clash.message));
  return value;
}

/** Two adapters for one name: nobody could say which one a pool belongs to. */
function clashWith(
  { id, resources, dra }: Description,
  known: readonly Adapter[],
): { path: PropertyKey[]; message: string } | undefined {
  for (const other of known) {
    const message = (what: string) => `${what} is known to karat already (${other.name})`;
    if (other.id === id) return { path: ["id"], message: message(id) };
    const resource = resources.findIndex((each) => other.resources.includes(each));
    if (resource >= 0) return { path: ["resources", resource], message: message(String(resources[resource])) };
    if (dra && other.drivers.some(({ name }) => name === dra.driver))
      return { path: ["dra", "driver"], message: message(dra.driver) };
  }
  return undefined;
}
