import { describeReplay } from "../../../test/evidence/replay.js";
import { secureAcceleratorAccess } from "./index.js";

describeReplay(secureAcceleratorAccess, {});
