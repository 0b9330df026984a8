export { covers, grantedRules, isAllowed, type Access } from "./access.js";
export type { ConnectOptions, Kube } from "./client.js";
export { connect } from "./connect.js";
export { KubeError } from "./errors.js";
export type { ApiObject } from "./object.js";
