import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binary, binDirectory } from "./binaries.js";
import { run } from "./command.js";
import { durations, until } from "./durations.js";
import { PAUSE_IMAGE } from "./images/names.js";
import type { LabNames, NodeNames } from "./names.js";
import { containerdConfigFile } from "./paths.js";
import { logTail } from "./process.js";
import type { LabState } from "./state.js";
import { mergeTables, type TomlTable, toToml } from "./toml.js";

function config(node: NodeNames): TomlTable {
  const directory = join(node.root, "containerd");
  return {
    version: 3,
    root: join(directory, "root"),
    state: join(directory, "state"),
    grpc: { address: node.containerd },
    disabled_plugins: ["io.containerd.nri.v1.nri", "io.containerd.tracing.processor.v1.otlp"],
    plugins: {
      "io.containerd.cri.v1.images": {
        snapshotter: "overlayfs",
        pinned_images: { sandbox: PAUSE_IMAGE },
        registry: { config_path: join(directory, "registries") },
      },
      "io.containerd.cri.v1.runtime": {
        enable_cdi: true,
        cdi_spec_dirs: [node.cdi],
        // Some machines lack CAP_SYS_RESOURCE.
        restrict_oom_score_adj: true,
        // A profile would stay in the host's kernel.
        disable_apparmor: true,
        // Pods' network namespaces go with the node's files.
        netns_mounts_under_state_dir: true,
        cni: { bin_dirs: [binDirectory("cni-plugins")], conf_dir: join(node.root, "cni") },
        containerd: {
          default_runtime_name: "runc",
          runtimes: {
            runc: {
              runtime_type: "io.containerd.runc.v2",
              options: { BinaryName: binary("runc"), SystemdCgroup: false },
            },
          },
        },
      },
    },
  };
}

/** Each pod hangs on the node by a routed pair (ptp), so that every packet of a Service passes the node's rules. */
function network(node: NodeNames): unknown {
  return {
    cniVersion: "1.0.0",
    name: "karat",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: node.podCidr }]],
          routes: [{ dst: "0.0.0.0/0" }],
          dataDir: join(node.root, "cni-addresses"),
        },
      },
    ],
  };
}

/** Writes what containerd and CNI read. */
export async function writeContainerdConfig(lab: LabState, node: NodeNames): Promise<void> {
  const directory = join(node.root, "containerd");
  const registries = join(directory, "registries", "_default");
  for (const path of [directory, registries, join(node.root, "cni"), node.cdi]) await mkdir(path, { recursive: true });
  // Discard port: a missing image fails at once, by name, instead of looking for a registry.
  await writeFile(join(registries, "hosts.toml"), toToml({ server: "http://127.0.0.1:9" }));
  await writeFile(join(node.root, "cni", "10-karat.conflist"), JSON.stringify(network(node), null, 2));
  const changes = Object.values(lab.containerd).map((byNode) => byNode[node.name] as TomlTable | undefined);
  const text = toToml(changes.reduce<TomlTable>((table, patch) => mergeTables(table, patch ?? {}), config(node)));
  await writeFile(containerdConfigFile(node), text);
}

export const ctr = (node: NodeNames, args: string[], seconds?: number): Promise<string> =>
  run(binary("ctr"), ["--address", node.containerd, "--namespace", "k8s.io", ...args], {
    seconds: seconds ?? durations.command,
  });

/** Null when it answers, else why not. */
export async function containerdAnswers(node: NodeNames): Promise<string | null> {
  return ctr(node, ["version"]).then(() => null, () => "does not answer"); // prettier-ignore
}

export async function containerdReady(lab: LabNames, node: NodeNames): Promise<void> {
  await until(
    durations.containerd,
    async () => ((await containerdAnswers(node)) === null ? true : undefined),
    async () =>
      new Error(`containerd of ${node.name} does not answer: ${await logTail(lab.name, `${node.name}-containerd`)}`),
  );
}
