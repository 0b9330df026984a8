/** What a containerd configuration is made of. */
export type TomlValue = string | number | boolean | string[] | { [key: string]: TomlValue };
export type TomlTable = { [key: string]: TomlValue };

const isTable = (value: TomlValue | undefined): value is TomlTable =>
  typeof value === "object" && !Array.isArray(value);

/** Nested tables are joined; anything else is replaced by the later one. */
export function mergeTables(base: TomlTable, patch: TomlTable): TomlTable {
  const merged = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    merged[key] = isTable(before) && isTable(value) ? mergeTables(before, value) : value;
  }
  return merged;
}

/** TOML 1.0: plain values first, then each table under its full name. Strings of JSON are basic strings of TOML. */
export function toToml(table: TomlTable, path: string[] = []): string {
  const entries = Object.entries(table);
  const lines = entries.flatMap(([key, value]) =>
    isTable(value) ? [] : [`${JSON.stringify(key)} = ${JSON.stringify(value)}`],
  );
  const header = path.length === 0 ? "" : `[${path.map((key) => JSON.stringify(key)).join(".")}]\n`;
  const own = lines.length === 0 ? "" : `${header}${lines.join("\n")}\n`;
  const nested = entries.flatMap(([key, value]) => (isTable(value) ? [toToml(value, [...path, key])] : []));
  return [own, ...nested].filter((text) => text !== "").join("\n");
}
