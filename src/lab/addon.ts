import type { ApiObject, Kube } from "../kube/index.js";
import { version } from "../version.js";
import type { LabState } from "./state.js";

/**
 * The node that add-ons run on, as managed platforms have a node pool of their own for them: what is done to the nodes
 * under test leaves them alone.
 */
export const SYSTEM_NODE = "system";

/** Who an add-on's processes are, where its chart asks for somebody who is not root. */
export const ADD_ON_USER = "65532:65532";

/** An image that is made of built components; its first program is its entrypoint. */
export interface AddOnImage {
  name: string;
  programs: string[];
  /** Where in the image a program lies, where it is not at its root. */
  places?: Record<string, string>;
  /** Its programs want a C library. */
  dynamic?: boolean;
}

export interface AddOnContext {
  lab: LabState;
  kube: Kube;
}

/**
 * A part of the platform that runs in the cluster, installed as a user would: pods from its own chart or manifests.
 * Declared as data, like components.
 */
export interface AddOn {
  name: string;
  /** One line: what the lab uses it for. */
  purpose: string;
  /** It is made when it lacks, and everything namespaced goes there that names no other. */
  namespace: string;
  /** Add-ons that must be well before this one is installed. */
  after?: string[];
  images: AddOnImage[];
  /** Starts what of it runs beside the API server instead of in pods (idempotent). */
  prepare?(context: AddOnContext): Promise<void>;
  /** Everything that it consists of, what others need (CustomResourceDefinitions) first. */
  objects(context: AddOnContext): Promise<ApiObject[]>;
  /** Asked beside the readiness of its workloads: null when it is well, else why not. */
  health?(context: AddOnContext): Promise<string | null>;
}

/** Names of the image of an add-on, whole and in the parts that charts ask for. */
export function addOnImage(name: string): {
  name: string;
  registry: string;
  path: string;
  repository: string;
  tag: string;
} {
  const registry = "karat.dev";
  const repository = `${registry}/${name}`;
  return { name: `${repository}:${version}`, registry, path: name, repository, tag: version };
}
