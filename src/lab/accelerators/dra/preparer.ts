import { groupBy } from "../group-by.js";
import type { DriverConfig } from "../driver-config.js";
import { deviceFiles } from "../grant.js";
import type { Persona } from "../persona.js";
import { readSwitches, withDefects } from "../switches.js";
import { CdiFiles, cdiDeviceId } from "./cdi.js";
import { Checkpoint } from "./checkpoint.js";
import { type RequestGrant, type ResourceClaim, UnservableClaim, grantsOf } from "./claim.js";

/** A claim as the kubelet names it. */
export interface ClaimReference {
  namespace: string;
  name: string;
  uid: string;
}

/** As dra.proto's Device. */
export interface PreparedDevice {
  request_names: string[];
  pool_name: string;
  device_name: string;
  cdi_device_ids: string[];
}

export type Prepared = { devices: PreparedDevice[] } | { error: string };

/** Prepares and unprepares claims; both can be repeated at will. */
export class Preparer {
  readonly #persona: Persona;
  readonly #config: DriverConfig;
  readonly #claimOf: (reference: ClaimReference) => Promise<ResourceClaim>;
  readonly #checkpoint: Checkpoint;
  readonly #cdi: CdiFiles;

  /** @param claimOf fetches a claim as the API server has it now */
  constructor(persona: Persona, config: DriverConfig, claimOf: (reference: ClaimReference) => Promise<ResourceClaim>) {
    this.#persona = persona;
    this.#config = config;
    this.#claimOf = claimOf;
    this.#checkpoint = new Checkpoint(config.paths.checkpoint);
    this.#cdi = new CdiFiles(config.cdi, persona.cdiVendor);
    for (const [uid, grants] of this.#checkpoint.entries()) this.#cdi.write(uid, grants);
    for (const uid of this.#cdi.claims()) if (!this.#checkpoint.get(uid)) this.#cdi.remove(uid);
  }

  /** One kubelet call: the claims of one pod. */
  async prepare(references: readonly ClaimReference[]): Promise<Record<string, Prepared>> {
    const answers: Record<string, Prepared> = {};
    const fresh: RequestGrant[] = [];
    for (const reference of references) {
      const known = this.#checkpoint.get(reference.uid);
      if (known) {
        answers[reference.uid] = this.#answer(known);
        continue;
      }
      try {
        fresh.push(...(await this.#grants(reference)));
      } catch (error) {
        answers[reference.uid] = { error: error instanceof Error ? error.message : String(error) };
      }
    }
    const all = deviceFiles(this.#persona, this.#config.slots);
    const handedOut = withDefects(fresh, readSwitches(this.#config.paths.switches), all);
    for (const [uid, grants] of groupBy(handedOut, ({ claim }) => claim)) {
      this.#cdi.write(uid, grants);
      this.#checkpoint.set(uid, grants);
      answers[uid] = this.#answer(grants);
    }
    return answers;
  }

  unprepare(references: readonly ClaimReference[]): Record<string, { error?: string }> {
    return Object.fromEntries(
      references.map(({ uid }) => {
        this.#cdi.remove(uid);
        this.#checkpoint.delete(uid);
        return [uid, {}];
      }),
    );
  }

  async #grants(reference: ClaimReference): Promise<RequestGrant[]> {
    const claim = await this.#claimOf(reference);
    const where = `claim ${reference.namespace}/${reference.name}`;
    // A claim deleted and made again under its name is another claim.
    if (claim.metadata.uid !== reference.uid)
      throw new UnservableClaim(`${where} has uid ${claim.metadata.uid} by now`);
    const grants = grantsOf(claim, this.#persona, this.#config);
    if (!grants.length) throw new UnservableClaim(`${where} has nothing allocated from ${this.#persona.driver} here`);
    return grants;
  }

  #answer(grants: readonly RequestGrant[]): Prepared {
    return {
      devices: grants.flatMap(({ claim, request, devices }) =>
        devices.map(({ pool, device }, at) => ({
          request_names: [request],
          pool_name: pool,
          device_name: device,
          // One CDI device holds all of the request; named twice, it would be injected twice.
          cdi_device_ids: at === 0 ? [cdiDeviceId(this.#persona.cdiVendor, claim, request)] : [],
        })),
      ),
    };
  }
}
