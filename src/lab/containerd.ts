import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binary, binDirectory } from "./binaries.js";
import { CommandError, run } from "./command.js";
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
        cni: {
          bin_dirs: [binDirectory("cni-plugins")],
          conf_dir: join(node.root, "cni"),
          // Instead of a process for each pod's start and end.
          use_internal_loopback: true,
        },
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

/** containerd's own client, on a node's images and containers. */
export async function ctr(node: NodeNames, args: string[], seconds: number = durations.command): Promise<string> {
  const common = ["--address", node.containerd, "--namespace", "k8s.io"];
  try {
    // It waits for its containerd for as long as it takes, so it must not outlive us: nobody would find it.
    return await run("setpriv", ["--pdeathsig", "KILL", "--", binary("ctr"), ...common, ...args], { seconds });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // Warnings, such as one of cgroup version 1, would bury what happened.
    const lines = error.stderr.split("\n").filter((line) => !line.includes("level=warning"));
    throw new CommandError("ctr", args, error.status, lines.join("\n"));
  }
}

const NO_ANSWER = "does not answer";

/** Null when it serves the kubelet, else why not: it also goes on without its CRI plugin, when that failed to start. */
export async function containerdAnswers(node: NodeNames): Promise<string | null> {
  const plugins = await ctr(node, ["plugins", "list"]).catch(() => undefined);
  if (plugins === undefined) return NO_ANSWER;
  return /^io\.containerd\.grpc\.v1 +cri .* ok *$/m.test(plugins) ? null : "its CRI plugin failed";
}

/**
 * Waits until it answers at all.
 * @returns as containerdAnswers
 */
export async function containerdSettled(lab: LabNames, node: NodeNames): Promise<string | null> {
  return until(
    durations.containerd,
    async () => {
      const answer = await containerdAnswers(node);
      return answer === NO_ANSWER ? undefined : { answer };
    },
    async () =>
      new Error(`containerd of ${node.name} does not answer: ${await logTail(lab.name, `${node.name}-containerd`)}`),
  ).then(({ answer }) => answer);
}
