/**
 * An image's full name, as container runtimes keep it: with registry, repository and tag.
 * @example fullName("ubuntu:22.04") === "docker.io/library/ubuntu:22.04"
 */
export function fullName(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  const registry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const prefix = registry ? "" : rest.length > 0 ? "docker.io/" : "docker.io/library/";
  const tagged = /[:@]/.test(rest.at(-1) ?? first);
  return `${prefix}${reference}${tagged ? "" : ":latest"}`;
}
