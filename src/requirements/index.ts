import type { Requirement } from "../run/check.js";
import { draSupport } from "./dra_support/index.js";
import { gangScheduling } from "./gang_scheduling/index.js";
import { secureAcceleratorAccess } from "./secure_accelerator_access/index.js";

/** All requirements that karat can prove. */
export const requirements: readonly Requirement[] = [draSupport, secureAcceleratorAccess, gangScheduling];
