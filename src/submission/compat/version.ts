/** One state of the programme's validator, as data: what changes from one to the next. */
export interface ValidatorVersion {
  /** Commit of github.com/cncf/k8s-ai-conformance whose scripts/validate.go this is. */
  name: string;
  /** Keys of `metadata`, and whether each must be there. */
  metadata: Readonly<Record<string, boolean>>;
  statuses: readonly string[];
  /** Links to a submission of the Kubernetes conformance programme. */
  conformanceUrl: RegExp;
}

/** The validator's states that karat knows, the newest last. */
export const VERSIONS: readonly ValidatorVersion[] = [
  {
    name: "b2c8969",
    metadata: {
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
    },
    statuses: ["Implemented", "Not Implemented", "Partially Implemented", "N/A"],
    conformanceUrl: /^https:\/\/github\.com\/cncf\/k8s-conformance\/tree\/(?:master|main)\/v\d+\.\d+\/[^/]+\/?$/,
  },
];

/** @param name commit of a known version; without it the newest */
export function versionNamed(name = VERSIONS.at(-1)?.name): ValidatorVersion {
  const found = VERSIONS.find((version) => version.name === name);
  if (found) return found;
  const names = VERSIONS.map((version) => version.name).join(", ");
  throw new RangeError(`the validator has no version ${name} that karat knows: ${names}`);
}
