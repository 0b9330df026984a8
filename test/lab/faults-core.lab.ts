import { sabotage } from "./sabotage.js";

sabotage("faults", "core");
