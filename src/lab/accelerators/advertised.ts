import type { DeviceIdentity } from "./identity.js";
import type { Persona } from "./persona.js";
import type { Slot } from "./driver-config.js";
import type { Switches } from "./switches.js";

/** A version that no persona's driver has. */
const OTHER_VERSION = "1.0.1";

/** A device's attributes as a driver with these defects publishes them. */
export function advertisedAttributes(
  persona: Persona,
  { identity, slot }: Pick<Slot, "identity" | "slot">,
  switches: Switches,
): ReturnType<Persona["attributes"]> {
  return withDefect((version) => persona.attributes(withVersion(identity, version), slot), identity, switches);
}

/** The node's labels as feature discovery with these defects sets them; none where there is no accelerator. */
export function advertisedLabels(
  persona: Persona,
  slots: readonly Pick<Slot, "identity">[],
  switches: Switches,
): Record<string, string> {
  const [first] = slots;
  if (!first) return {};
  const labels = (version: string) => persona.nodeLabels(slots.map(({ identity }) => withVersion(identity, version)));
  return withDefect(labels, first.identity, switches);
}

function withVersion(identity: DeviceIdentity, driverVersion: string): DeviceIdentity {
  return { ...identity, driverVersion };
}

/** What depends on the version is what tells it: that is changed, or left out. */
function withDefect<T extends object>(
  tell: (version: string) => T,
  { driverVersion }: DeviceIdentity,
  { wrongVersion, noVersion }: Switches,
): T {
  if (wrongVersion) return tell(OTHER_VERSION);
  const right = tell(driverVersion);
  if (!noVersion) return right;
  const other = new Map(Object.entries(tell(OTHER_VERSION)).map(([key, value]) => [key, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(right).filter(([key, value]) => other.get(key) === JSON.stringify(value)),
  ) as T;
}
