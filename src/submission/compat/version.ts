import type { HybridVerification } from "./hybrid.js";

/** One state of the programme's validator, as data: what changes from one to the next. */
export interface ValidatorVersion {
  /** Commit of github.com/cncf/k8s-ai-conformance whose scripts/validate.go this is, or the pull request that changed it. */
  name: string;
  /** Keys of `metadata`, and whether each must be there. */
  metadata: Readonly<Record<string, boolean>>;
  statuses: readonly string[];
  /** Links to a submission of the Kubernetes conformance programme. */
  conformanceUrl: RegExp;
  /** The last minor that there was a checklist of; later ones are the next version's. */
  upTo?: number;
  /** Since results of the programme's tests are evidence. */
  hybrid?: HybridVerification;
}

const METADATA = {
  kubernetesVersion: true,
  platformName: true,
  platformVersion: true,
  vendorName: true,
  websiteUrl: true,
  repoUrl: false,
  documentationUrl: true,
  productLogoUrl: true,
  description: true,
  contactEmailAddress: true,
  k8sConformanceUrl: true,
} as const;
const STATUSES = ["Implemented", "Not Implemented", "Partially Implemented", "N/A"] as const;
const CONFORMANCE = /^https:\/\/github\.com\/cncf\/k8s-conformance\/tree\/(?:master|main)\/v\d+\.\d+\/[^/]+\/?$/;

/** The validator's states that karat knows, the newest last. */
export const VERSIONS: readonly ValidatorVersion[] = [
  { name: "b2c8969", metadata: METADATA, statuses: STATUSES, conformanceUrl: CONFORMANCE, upTo: 36 },
  {
    name: "pr-141",
    metadata: METADATA,
    statuses: STATUSES,
    conformanceUrl: CONFORMANCE,
    hybrid: {
      tests: {
        secure_accelerator_access: "TestSecureAcceleratorAccess",
        gang_scheduling: "TestGangScheduling",
        cluster_autoscaling: "TestAcceleratorClusterAutoscaling",
      },
      conditional: ["cluster_autoscaling"],
    },
  },
];

/** The state that judges a minor, e.g. "1.37": the one that is asked for, or the first that has a checklist of it. */
export function versionFor(minor: string, asked: ValidatorVersion): ValidatorVersion {
  const number = Number(minor.split(".")[1]);
  const from = VERSIONS.slice(Math.max(0, VERSIONS.indexOf(asked)));
  return [asked, ...from].find(({ upTo = Infinity }) => number <= upTo) ?? asked;
}

/** @param name of a known version; without it the first, which hands later minors on */
export function versionNamed(name = VERSIONS[0]?.name): ValidatorVersion {
  const found = VERSIONS.find((version) => version.name === name);
  if (found) return found;
  const names = VERSIONS.map((version) => version.name).join(", ");
  throw new RangeError(`the validator has no version ${name} that karat knows: ${names}`);
}
