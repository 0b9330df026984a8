export { equipBackend, equipClient, type HttpOrder } from "./http-orders.js";
export { type Answer, parseAnswers, type Series } from "./http-parse.js";
export { isWhole } from "./lines.js";
export { equip, NULL_DEVICE, type ProbeOrders } from "./orders.js";
export { type Origin, proofOf } from "./origin.js";
export { parseProbe } from "./parse.js";
export { type Attempt, type DeviceNode, type Made, type Opening, refused, sameDevice, type Sight } from "./sight.js";
