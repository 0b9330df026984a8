import { once } from "../../once.js";
import type { SubmittedFile } from "../../submission.js";
import { matches, type Seen } from "./match.js";

/** A Kubernetes version that a cluster named for itself, as "1.35". */
export interface SeenVersion extends Seen {
  minor: string;
}

/**
 * Where only a cluster's own version can stand: `kubectl version`, `kubectl get nodes`, and fields of API objects.
 * Versions of clients, charts, images and other products are none of them.
 */
const OF_A_CLUSTER: readonly RegExp[] = [
  /^[ \t]*Server Version:[ \t]*v?(1\.\d{2}\.\d{1,3})\b/gim,
  /^[\w.-]{1,253}[ \t]+(?:Ready|NotReady)[\w,]{0,40}[ \t]+\S{1,100}[ \t]+[0-9smhdy]{2,12}[ \t]+v(1\.\d{2}\.\d{1,3})\b/gm,
  /"?(?:kubeletVersion|kubernetesVersion)"?:[ \t]*"?v?(1\.\d{2}\.\d{1,3})\b/g,
  /"?gitVersion"?:[ \t]*"?v(1\.\d{2}\.\d{1,3})\b/g,
];

/** Where a person says which version it was. */
const IN_WORDS: readonly RegExp[] = [
  /\b(?:Kubernetes|k8s|PXK|MKS)(?: version)?[ :]{1,2}v?(1\.\d{2})(?:\.\d{1,3})?(?=[ .,;)\n](?!\d))(?![ \t]*(?:\+|or (?:later|newer|above)|and (?:later|newer|above)))/gi,
  /\bv?(1\.\d{2})(?:\.\d{1,3})? (?:node pool|cluster)\b/gi,
];

/** Versions that the cluster itself printed. */
export const printedVersions = once((file: SubmittedFile): readonly SeenVersion[] => versions(file, OF_A_CLUSTER));

/** Versions that the text says it was. */
export const statedVersions = once((file: SubmittedFile): readonly SeenVersion[] => versions(file, IN_WORDS));

function versions(file: SubmittedFile, patterns: readonly RegExp[]): SeenVersion[] {
  return patterns
    .flatMap((pattern) => matches(file, pattern))
    .map((seen) => ({ ...seen, minor: seen.what.split(".").slice(0, 2).join(".") }));
}
