import type { ApiObject } from "../../record/facts.js";
import { OPERATOR } from "../../run/durations.js";
import type { Observer, Ref } from "../../run/observer.js";
import type { Operator } from "../../run/operator.js";
import { Ground, TWIN } from "./ground.js";
import { servedVersion } from "./objects.js";
import { chosenOperator, servedVersions } from "./operators/index.js";
import { unsuitedOperators } from "./operators/unsuited.js";
import { controllerOf, current, Owned } from "./pods.js";
import { SETUP } from "./setup.js";

/** The name of the operator's object in every experiment. */
export const RIGHT = "right";

/** An experiment with one operator. */
export class Stage extends Ground {
  readonly operator: Operator;

  private constructor(observer: Observer, operator: Operator) {
    super(observer);
    this.operator = operator;
  }

  /** Notes `setup` and creates what the operator's object refers to; undefined where there is no operator to test. */
  static async open(observer: Observer): Promise<Stage | undefined> {
    const { apis } = observer.inventory;
    const operator = chosenOperator(apis, observer.options.operator) ?? null;
    const served = operator ? servedVersions(operator, apis) : [];
    observer.value(SETUP, { nonce: observer.nonce, operator, served, unsuited: unsuitedOperators(apis) });
    if (operator === null || served.length === 0) return undefined;
    const stage = new Stage(observer, operator);
    for (const [at, object] of operator.before.entries()) await stage.submit(`before.${at}`, object);
    return stage;
  }

  get title(): string {
    return this.operator.name ?? this.operator.id;
  }

  /**
   * Creates the operator's object and the twin, and waits until pods of both work; see Ground.work.
   * @returns the pods; undefined where one of the two came to nothing, so that there is nothing to go on with
   */
  async run(phase: string): Promise<ApiObject[] | undefined> {
    this.observer.step(`create a ${this.operator.valid.kind} for ${this.title}, and a plain ReplicaSet beside it`);
    const { status } = await this.make(RIGHT, this.operator.valid);
    if (status !== 201) return undefined;
    await this.createTwin();
    return this.work(phase, [RIGHT, TWIN]);
  }

  /** Watches the kind of the operator's children until the object has one that is not `old`; notes `<phase>.children`. */
  async child(phase: string, old?: string): Promise<ApiObject | undefined> {
    const { apiVersion, kind } = this.childRef("");
    const isIt = (object: ApiObject): boolean =>
      object["metadata"].uid !== old && controllerOf(Owned.parse(object))?.uid === this.uid(RIGHT);
    // With a selector: see PODS.
    const all = { apiVersion, kind, labelSelector: "" };
    const seen = await this.observer.hold(`${phase}.children`, all, OPERATOR.acts, (versions) =>
      current(versions).some(isIt),
    );
    return current(seen).find(isIt);
  }

  get ref(): Ref {
    return this.#ref(this.operator.valid, RIGHT);
  }

  childRef(name: string): Ref {
    return this.#ref(this.operator.child, name);
  }

  #ref({ apiVersion, kind }: { apiVersion: string; kind: string }, name: string): Ref {
    return { apiVersion: servedVersion(apiVersion, kind, this.observer.inventory.apis), kind, name };
  }
}
