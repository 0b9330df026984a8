import type { Adapter, Attributes, DriverProbe, Evidence } from "./adapter.js";
import { containerToolkit } from "./container-toolkit.js";
import type { Description } from "./description.js";
import { simulatedField } from "./simulated.js";

/** The adapter that a user's description stands for. */
export function described(description: Description): Adapter {
  const { id, name = id, resources, dra, files, identity, environment, driver, metrics } = description;
  return {
    id,
    name,
    description,
    resources,
    drivers: dra ? [draDriver(dra)] : [],
    files,
    environment: environment.granted,
    readable: identity ? [withNumbers(identity.path, { major: "*", minor: "*" })] : [],
    identify: (evidence) => (identity ? inFile(identity, evidence) : simulatedField(evidence.head, "uuid")),
    shortcuts: [
      ...Object.entries(environment.bypass).map(([variable, value]) => ({
        by: `${variable}=${value} in its environment`,
        environment: { [variable]: value },
      })),
      ...containerToolkit,
    ],
    advertisedDriver: { attributes: driver.attributes, labels: driver.labels.map((label) => [label]) },
    probedDriver: driver.files.map(probe),
    metrics: metrics as Adapter["metrics"],
  };
}

function draDriver({
  driver,
  deviceClass,
  identity,
  where,
}: NonNullable<Description["dra"]>): Adapter["drivers"][number] {
  return {
    name: driver,
    identity,
    ...(deviceClass === undefined ? {} : { deviceClass }),
    isAccelerator: (attributes: Attributes) =>
      where === undefined ||
      Object.values(attributes[where.attribute] ?? {})
        .map(String)
        .includes(where.equals),
  };
}

function inFile(
  { path, after = "" }: NonNullable<Description["identity"]>,
  { file, files }: Evidence,
): string | undefined {
  return wordAfter(after).exec(files.get(withNumbers(path, file)) ?? "")?.[1];
}

function probe(file: Description["driver"]["files"][number]): DriverProbe {
  const { granted } = file;
  if ("path" in file) return { path: file.path, of: "content", version: wordAfter(file.after ?? ""), granted };
  const before = file.name.slice(file.name.lastIndexOf("/"), -1);
  return { path: file.name, of: "path", version: new RegExp(`${literal(before)}(\\d+(?:\\.\\d+)+)$`), granted };
}

/** The first word of the line that begins with a text; of the first line when the text is empty. */
function wordAfter(text: string): RegExp {
  return new RegExp(`^${literal(text)}[ \\t]*([^\\s]+)`, text === "" ? "" : "m");
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A path in which {major} and {minor} stand for the device's numbers, as in /sys/dev/char/{major}:{minor}. */
function withNumbers(path: string, { major, minor }: { major: number | string; minor: number | string }): string {
  return path.replaceAll("{major}", String(major)).replaceAll("{minor}", String(minor));
}
