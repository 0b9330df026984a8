export { isWhole } from "./lines.js";
export { equip, NULL_DEVICE, type ProbeOrders } from "./orders.js";
export { type Origin, parseProbe } from "./parse.js";
export { type Attempt, type DeviceNode, type Made, type Opening, refused, sameDevice, type Sight } from "./sight.js";
