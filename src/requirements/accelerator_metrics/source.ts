import { z } from "zod";
import { type Adapter, adapterOf, quantities, type Quantity, seriesOf } from "../../accelerators/index.js";
import { type Exposition, parseExposition, parseVector, queryPath } from "../../probe/index.js";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";
import type { Exchange, Observer } from "../../run/observer.js";
import { endpointName, proxyPath } from "../monitoring/candidates.js";
import { bodyOf, said } from "../monitoring/exchange.js";
import { findMonitoring } from "../monitoring/find.js";
import { exporterIn } from "./exporters.js";
import { noteAccelerators } from "./inventory.js";

/** Somebody who publishes metrics of accelerators, and the path that asks for them. */
const Source = z.object({
  /** Whose accelerators; absent for a Prometheus, which has those of all nodes. */
  node: z.string().optional(),
  kind: z.enum(["exporter", "prometheus"]),
  /** For people. */
  who: z.string(),
  path: z.string(),
});
export type Source = z.infer<typeof Source>;

const SOURCES = "sources";

/** What was read at one moment: of each source one fact. */
export const readingOf = (moment: string, source: number): string => `${moment}.${source}`;

/**
 * Finds who publishes metrics of the accelerators of these nodes: the exporters' own pods, else a Prometheus that has
 * collected them. Notes `sources`.
 */
export async function findSources(
  observer: Observer,
  nodes: ReadonlySet<string>,
  adapters: readonly Adapter[],
): Promise<Source[]> {
  const pods = await observer.list(
    "exporters",
    "/api/v1/pods",
    undefined,
    (pod) => exporterIn(pod, nodes) !== undefined,
  );
  const sources = pods.flatMap((pod): Source[] => {
    const exporter = exporterIn(pod, nodes);
    if (!exporter) return [];
    const { node, namespace, pod: name, port, path, scheme } = exporter;
    const proxied = `/api/v1/namespaces/${namespace}/pods/${scheme === "https" ? "https:" : ""}${name}:${port}/proxy${path}`;
    return [{ node, kind: "exporter", who: `exporter ${namespace}/${name}`, path: proxied }];
  });
  if (sources.length === 0) {
    const endpoint = await findMonitoring(observer);
    if (endpoint) {
      const path = proxyPath(endpoint) + queryPath(`{__name__=~"${namesOf(adapters).join("|")}"}`);
      sources.push({ kind: "prometheus", who: endpointName(endpoint), path });
    }
  }
  observer.value(SOURCES, sources);
  return sources;
}

function namesOf(adapters: readonly Adapter[]): string[] {
  const all = adapters.flatMap((adapter) =>
    (Object.keys(quantities) as Quantity[]).flatMap((quantity) => seriesOf(adapter, quantity).map(({ name }) => name)),
  );
  return [...new Set(all)];
}

/** Reads all sources at one moment. */
export function readSources(observer: Observer, sources: readonly Source[], moment: string): Promise<Exchange[]> {
  return Promise.all(sources.map(({ path }, at) => observer.ask(readingOf(moment, at), path)));
}

/** The moment of a reading that stands alone. */
export const ONCE = "read";

/** Notes what preflight found, who publishes metrics of it, and what each of them publishes now. */
export async function readOnce(observer: Observer): Promise<void> {
  const { pools } = observer.inventory;
  noteAccelerators(observer);
  const sources = await findSources(observer, new Set(pools.map(({ node }) => node)), pools.map(adapterOf));
  await readSources(observer, sources, ONCE);
}

/** @throws Undecidable when nobody was found */
export function sourcesIn(facts: Facts): Source[] {
  const sources = z.array(Source).parse(facts.value(SOURCES));
  if (sources.length > 0) return sources;
  throw new Undecidable(
    "no exporter of accelerator metrics was found on the nodes with accelerators, and no Prometheus; name one that has them by --prometheus",
  );
}

/** What a source published at a moment about a node. @throws Undecidable when that cannot be read */
export function published(
  facts: Facts,
  sources: readonly Source[],
  at: number,
  moment: string,
  node: string,
): Exposition {
  const { who, kind } = sources[at]!;
  const { text } = bodyOf(facts, readingOf(moment, at), who);
  return said(who, () => expositionOf(text, kind, node));
}

/** @throws Undecidable */
export function expositionOf(text: string, kind: Source["kind"], node: string): Exposition {
  if (kind === "exporter") return parseExposition(text);
  // Who was scraped stands in labels whose names differ by set-up; one of them is the node.
  const samples = parseVector(text).filter(({ labels }) => [...labels.values()].includes(node));
  return { samples, described: new Set() };
}
