import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Access, DriverConfig } from "./driver-config.js";
import { stableUuid } from "./identity.js";
import type { PersonaId } from "./persona.js";
import { personas } from "./personas/index.js";

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "karat-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A driver's configuration for tests: all its files in a folder of their own, its block devices not there. */
export function testConfig(persona: PersonaId, access: Access, count = 2): DriverConfig {
  const root = temporaryFolder();
  return {
    persona,
    access,
    node: "node1",
    slots: Array.from({ length: count }, (_, slot) => ({
      slot,
      name: personas[persona].deviceName?.(slot) ?? `gpu-${slot}`,
      identity: personas[persona].identity(stableUuid(persona, slot), slot),
      node: { loop: `/dev/loop${40 + slot}`, path: `/devices/${slot}.dev`, major: 7, minor: 40 + slot },
    })),
    ...(personas[persona].controlFile
      ? { control: { loop: "/dev/loop50", path: "/devices/control.dev", major: 7, minor: 50 } }
      : {}),
    libraries: [{ path: personas[persona].library("1"), hostPath: "/devices/library" }],
    kubeletRoot: join(root, "kubelet"),
    kubeconfig: join(root, "kubeconfig"),
    cdi: join(root, "cdi"),
    paths: {
      config: join(root, "config.json"),
      checkpoint: join(root, "checkpoint.json"),
      status: join(root, "status.json"),
      switches: join(root, "switches.json"),
    },
  };
}
