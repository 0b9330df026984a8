import { join } from "node:path";
import type { KeyPair } from "../../pki.js";
import { type LabNames, labNames } from "../../names.js";

/** Where the adapter is found in the cluster. */
export const SERVICE = { namespace: "custom-metrics", name: "custom-metrics-adapter" } as const;
/** Where its process listens, beside the API server. */
export const PORT = 6444;

/** All that the adapter's process must know. */
export interface AdapterConfig {
  port: number;
  /** What it may ask the API server for. */
  kubeconfig: string;
  /** Its own, as a server. */
  serving: KeyPair;
  /** Who may ask: certificates of this authority and this common name (kube-apiserver's --requestheader-… flags). */
  frontProxy: { authority: string; name: string };
  /** The Service that answers PromQL. */
  prometheus: { namespace: string; service: string; port: number };
  /** File of its fault switches. */
  switches: string;
}

const file = (lab: string, name: string): string => join(labNames(lab).root, "custom-metrics", `${name}.json`);

export const configPath = ({ name }: LabNames): string => file(name, "config");
export const switchesPath = ({ name }: LabNames): string => file(name, "switches");
