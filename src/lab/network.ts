import { mkdir, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addresses } from "./addresses.js";
import { run, succeeds } from "./command.js";
import { mounts } from "./mounts.js";
import type { LabNames, NodeNames } from "./names.js";

/** Where ip-netns(8) looks for namespaces by name. */
const NAMED = "/run/netns";

const ip = (network: string, lines: string[]): Promise<string> =>
  run("ip", ["-n", network, "-batch", "-"], { input: `${lines.join("\n")}\n` });

const hasLink = (network: string, link: string): Promise<boolean> =>
  succeeds("ip", ["-n", network, "link", "show", link]);

/** Forwarding is a setting of each namespace: nothing of the host's changes. */
async function forward(network: string): Promise<void> {
  const script = "echo 1 > /proc/sys/net/ipv4/ip_forward";
  await run("nsenter", [`--net=${join(NAMED, network)}`, "sh", "-c", script]);
}

/** A persistent network namespace. unshare(1) rather than `ip netns add`, which leaves a mount on /run/netns behind. */
async function createNamespace(name: string): Promise<void> {
  const file = join(NAMED, name);
  if ((await mounts()).some((mount) => mount.point === file)) return;
  await mkdir(NAMED, { recursive: true });
  await writeFile(file, "");
  await run("unshare", [`--net=${file}`, "true"]);
}

/** The control plane's namespace with the bridge. */
async function createControlPlaneNetwork(lab: LabNames): Promise<void> {
  await createNamespace(lab.network);
  if (!(await hasLink(lab.network, lab.bridge))) await ip(lab.network, [`link add ${lab.bridge} type bridge`]);
  await forward(lab.network);
  await ip(lab.network, [
    "link set lo up",
    `address replace ${addresses.controlPlane}/${addresses.prefixLength} dev ${lab.bridge}`,
    `link set ${lab.bridge} up`,
    // Service addresses need some route before kube-proxy can rewrite them.
    `route replace default dev ${lab.bridge}`,
  ]);
}

/** A node's namespace, plugged into the bridge. What a killed CLI left half done is done again. */
async function createNodeNetwork(lab: LabNames, node: NodeNames): Promise<void> {
  await createNamespace(node.network);
  const port = `veth-${node.name}`;
  if (!(await hasLink(node.network, "eth0"))) {
    if (await hasLink(lab.network, port)) await ip(lab.network, [`link delete ${port}`]);
    await ip(lab.network, [`link add ${port} type veth peer name eth0 netns ${node.network}`]);
  }
  await forward(node.network);
  await ip(lab.network, [`link set ${port} master ${lab.bridge} up`]);
  await ip(node.network, [
    "link set lo up",
    `address replace ${node.ip}/${addresses.prefixLength} dev eth0`,
    "link set eth0 up",
    `route replace default via ${addresses.controlPlane}`,
  ]);
}

/** All namespaces and links of a lab, and routes from everywhere to the pods of every node (idempotent). */
export async function createNetworks(lab: LabNames, nodes: NodeNames[]): Promise<void> {
  await createControlPlaneNetwork(lab);
  for (const node of nodes) await createNodeNetwork(lab, node);
  for (const network of [lab.network, ...nodes.map((node) => node.network)]) {
    const others = nodes.filter((node) => node.network !== network);
    await ip(network, others.map((node) => `route replace ${node.podCidr} via ${node.ip}`)); // prettier-ignore
  }
}

/** Every named namespace of the lab, from its name alone: lab names hold no dash, so no other lab's match. */
export async function labNetworks(lab: LabNames): Promise<string[]> {
  const names = await readdir(NAMED).catch(() => []);
  return names.filter((name) => name === lab.network || name.startsWith(`${lab.network}-`));
}

/** Takes the name away; the namespace ends with its last process, and with it its links and nftables rules. */
export async function deleteNetwork(network: string): Promise<void> {
  const file = join(NAMED, network);
  for (const mount of await mounts()) if (mount.point === file) await run("umount", ["-l", file]);
  await rm(file, { force: true });
  // Only goes when it is empty, and ip-netns(8) makes it anew.
  if (!(await mounts()).some((mount) => mount.point === NAMED)) await rmdir(NAMED).catch(() => {});
}

/** Routes to a removed node's pods. */
export async function forgetNode(lab: LabNames, node: NodeNames, others: NodeNames[]): Promise<void> {
  for (const network of [lab.network, ...others.map((other) => other.network)]) {
    await run("ip", ["-n", network, "route", "flush", node.podCidr]).catch(() => {});
  }
  await run("ip", ["-n", lab.network, "link", "delete", `veth-${node.name}`]).catch(() => {});
}
