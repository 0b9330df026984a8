import type { FlagValue } from "./state.js";

/** Command-line flags by name, without the dashes. */
export type Flags = Record<string, FlagValue>;

/** Later flags replace earlier ones; two records (feature gates, runtime config) are joined key by key. */
export function mergeFlags(...layers: Flags[]): Flags {
  const merged: Flags = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      const before = merged[name];
      merged[name] = typeof value === "string" || typeof before !== "object" ? value : Object.assign({}, before, value);
    }
  }
  return merged;
}

/** As pflag wants them: --name=value, with key=value lists joined by commas. */
export function toArgs(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) => {
    const text =
      typeof value === "string"
        ? value
        : Object.entries(value)
            .map((entry) => entry.join("="))
            .join(",");
    return `--${name}=${text}`;
  });
}
