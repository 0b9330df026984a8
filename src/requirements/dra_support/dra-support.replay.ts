import { describeReplay } from "../../../test/evidence/replay.js";
import { draSupport } from "./index.js";

describeReplay(draSupport, {
  F01: ["api-and-driver"],
  F02: ["api-and-driver"],
  F03: ["named-device", "own-request-each", "nothing-matches"],
  F04: [],
  F07: ["own-request-each"],
});
