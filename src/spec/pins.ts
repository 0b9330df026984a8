import type { Checklist } from "../record/checklist.js";
import { minorOf, type Minor } from "./levels.js";

/** One file of one commit: what is downloaded is this or nothing. */
export interface Pin {
  /** Path below the base URL: `<owner>/<repository>/<commit>/<path>`. */
  path: string;
  /** Lower-case hex. */
  sha256: string;
}

const REPOSITORY = "cncf/k8s-ai-conformance";

function pin(commit: string, minor: Minor, sha256: string): Pin {
  return { path: `${REPOSITORY}/${commit}/docs/AIConformance-${minor}.yaml`, sha256 };
}

/** The programme's checklists. They are frozen with their Kubernetes release, so a pin never has to move. */
export const PINS: Readonly<Record<Minor, Pin>> = {
  "1.33": pin(
    "b2c89690e77f705dd4aec8da7d33a3b5d9831d8e",
    "1.33",
    "6c32256c2fc3429c9770a828f3b642bc9fb04229503c632c2a7bea9a705ff949",
  ),
  "1.34": pin(
    "b2c89690e77f705dd4aec8da7d33a3b5d9831d8e",
    "1.34",
    "5c85273d76ca69c97d0f1e01af26c495c704307a149726af976c8350a2790214",
  ),
  "1.35": pin(
    "b2c89690e77f705dd4aec8da7d33a3b5d9831d8e",
    "1.35",
    "cf87915a9bcf977bb9c61298bc60afa0f062d1c3aad0a2d3dcefcdf1fa644693",
  ),
  "1.36": pin(
    "b2c89690e77f705dd4aec8da7d33a3b5d9831d8e",
    "1.36",
    "43d8b708956c69f8a87a426c8c883e0e845588db173d94d707209397dad06170",
  ),
  "1.37": pin(
    "287b44f07bb56bc916f6e2191359d44408a65a84",
    "1.37",
    "8d56838e47e17e4ba6a5e013f16f6711a6f4180b8545cd908199231f43fa8f96",
  ),
};

/** Whether a checklist was read from the programme's own file, to the byte. */
export function isOfficial({ minor, sha256 }: Checklist): boolean {
  const named = minorOf(minor);
  return named !== undefined && PINS[named].sha256 === sha256;
}
