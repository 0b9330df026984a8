import { readJson, writeJson } from "../files.js";
import type { RequestGrant } from "./claim.js";

/**
 * The claims that the kubelet prepared and has not unprepared, on disk: a driver that starts anew answers for them as
 * before, whatever the API server says meanwhile.
 */
export class Checkpoint {
  readonly #path: string;
  readonly #claims: Map<string, RequestGrant[]>;

  constructor(path: string) {
    this.#path = path;
    const claims = (readJson(path) as Record<string, RequestGrant[]> | undefined) ?? {};
    // Drivers before this one put no libraries into containers.
    const whole = (grants: RequestGrant[]) => grants.map((grant) => Object.assign({ libraries: [] }, grant));
    this.#claims = new Map(Object.entries(claims).map(([uid, grants]) => [uid, whole(grants)]));
  }

  get(claimUid: string): RequestGrant[] | undefined {
    return this.#claims.get(claimUid);
  }

  entries(): [string, RequestGrant[]][] {
    return [...this.#claims];
  }

  set(claimUid: string, grants: RequestGrant[]): void {
    this.#claims.set(claimUid, grants);
    this.#save();
  }

  delete(claimUid: string): void {
    if (this.#claims.delete(claimUid)) this.#save();
  }

  #save(): void {
    writeJson(this.#path, Object.fromEntries(this.#claims));
  }
}
