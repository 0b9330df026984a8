import { rm } from "node:fs/promises";
import { detachAccelerators } from "../accelerators/index.js";
import type { Api } from "../api.js";
import { killCgroup, removeCgroup } from "../cgroups.js";
import { releaseFiles } from "../down.js";
import { buildImages } from "../images/build.js";
import { labNames, type NodeNames } from "../names.js";
import { createNetworks, deleteNetwork, forgetNode } from "../network.js";
import { furnishNode, joinNode, namesOf } from "../node.js";
import { type LabState, requireState } from "../state.js";
import { bootHollow } from "./hollow.js";
import { type ElasticNode, readElastic } from "./state.js";
import { isHollow } from "./switches.js";

let turn: Promise<unknown> = Promise.resolve();

/** Links and routes of two nodes are not made at once. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
}

let images: ReturnType<typeof buildImages> | undefined;

/** Machines whose network nobody may make any more. */
const leaving = new Set<string>();

/** All nodes of a lab, machines on demand included, but for those that are taken away. */
const nodesOf = (lab: LabState): NodeNames[] =>
  [...lab.nodes, ...readElastic(labNames(lab.name))]
    .filter((node) => !leaving.has(node.name))
    .map((node) => namesOf(lab, node));

/** Makes a machine real: a node of the lab whose kubelet takes the machine's Node object over (idempotent). */
export async function boot(name: string, node: ElasticNode, api: Api): Promise<void> {
  const lab = await requireState(name);
  leaving.delete(node.name);
  await inTurn(() => createNetworks(labNames(name), nodesOf(lab)));
  if (isHollow(labNames(name))) return bootHollow(lab, node);
  images ??= buildImages();
  await furnishNode(lab, node, await images);
  await joinNode(lab, node, api);
}

/** Takes everything of a machine away, whatever of it there is (idempotent). */
export async function shutDown(name: string, node: ElasticNode): Promise<void> {
  const lab = await requireState(name);
  const names = labNames(name);
  const machine = namesOf(lab, node);
  leaving.add(node.name);
  await killCgroup(machine.cgroup);
  await detachAccelerators(names, machine);
  await inTurn(async () => {
    await forgetNode(names, machine, nodesOf(lab));
    await deleteNetwork(machine.network);
  });
  await removeCgroup(machine.cgroup);
  await releaseFiles(machine.root);
  await rm(machine.root, { recursive: true, force: true });
}
