import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of the lab layer, the longest first: they run side by side, and one that began last would be waited for. */
const LONGEST = ["faults-full", "faults-core", "runner", "clusters", "lab", "elastic"];

const rank = ({ moduleId }: TestSpecification): number =>
  LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.lab.ts`));

/** Vitest's own order knows how long files took before, which a fresh machine does not. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
