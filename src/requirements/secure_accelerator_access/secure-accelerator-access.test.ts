import { describe, expect, test } from "vitest";
import { accelerator, granted, MadeUpFacts, uuid } from "../probing/testing.js";
import type { MadeUp } from "../../probe/testing.js";
import type { Inventory } from "../../run/inventory.js";
import { onlyWhereServed } from "./access.js";
import { grantedSeesOwn } from "./granted-sees-own.js";
import { environmentAddsNothing } from "./environment-adds-nothing.js";
import { madeNodeRefused } from "./made-node-refused.js";
import { mountAddsNothing } from "./mount-adds-nothing.js";
import { siblingSeesNone } from "./sibling-sees-none.js";
import { twoPodsDisjoint } from "./two-pods-disjoint.js";
import { unrequestedSeesNone } from "./unrequested-sees-none.js";

const EPERM = "sh: can't open /x: Operation not permitted";
const NULL = { type: "char" as const, major: 1, minor: 3 };

/** What a container sees that makes nodes of these devices, which all answer with the same error. */
function making(error: string | undefined, ...slots: number[]): MadeUp {
  const refusal = error === undefined ? {} : { read: error, write: error };
  return { made: [NULL, ...slots.map((slot) => ({ ...accelerator(slot), ...refusal }))] };
}

describe("granted-sees-own", () => {
  const judge = (sight: MadeUp, slot = 0) =>
    new MadeUpFacts()
      .pod("granted", { probe: sight })
      .claim("granted", { accelerator: slot })
      .judge(grantedSeesOwn("dra"));

  test("its own", () => expect(judge(granted(1), 1).verdict).toBe("pass"));
  test("none", () => expect(judge({}).verdict).toBe("fail"));
  test("one too many", () => expect(judge(granted(0, 1)).verdict).toBe("fail"));
  test("another than the claim's", () => expect(judge(granted(1), 0).verdict).toBe("fail"));
  test("its own under two names", () => {
    const twice = { ...granted(0), devices: [accelerator(0), { ...accelerator(0), path: "/dev/karat-gpu1" }] };
    expect(judge(twice).verdict).toBe("fail");
  });
  test("its own, closed", () => {
    const [opening] = granted(0).openings!;
    expect(judge({ ...granted(0), openings: [{ ...opening!, read: EPERM }] }).verdict).toBe("fail");
  });
  test("one that does not show which it is", () => {
    const [opening] = granted(0).openings!;
    expect(judge({ ...granted(0), openings: [{ ...opening!, head: "?" }] }).verdict).toBe("inconclusive");
  });
});

describe("two-pods-disjoint", () => {
  const judge = (first: MadeUp, second: MadeUp) =>
    new MadeUpFacts("device-plugin")
      .pod("first", { probe: first })
      .pod("second", { probe: second })
      .judge(twoPodsDisjoint("device-plugin"));

  test("different devices, and the kernel between them", () => {
    expect(judge(granted(0), { ...granted(1), ...making(EPERM, 0) }).verdict).toBe("pass");
  });
  test("the same device under another name", () => {
    const alias = { ...granted(1), devices: [{ ...accelerator(0), path: "/dev/karat-gpu1" }] };
    expect(judge(granted(0), { ...alias, ...making(undefined, 0) }).verdict).toBe("fail");
  });
  test("the other's device as well, under a name that nobody knows", () => {
    const own = granted(1);
    const both = { ...own, devices: [...own.devices!, { ...accelerator(0), path: "/opt/x" }] };
    expect(judge(granted(0), { ...both, ...making(EPERM, 0) }).verdict).toBe("fail");
  });
  test("two numbers of one device", () => {
    const copy = {
      ...granted(1),
      openings: [{ path: "/dev/karat-gpu1", head: `KARAT-ACCELERATOR/1\nuuid=${uuid(0)}\n` }],
    };
    expect(judge(granted(0), { ...copy, ...making(EPERM, 0) }).verdict).toBe("fail");
  });
  test("no file of the other's device, but the kernel lets it in", () => {
    expect(judge(granted(0), { ...granted(1), ...making(undefined, 0) }).verdict).toBe("fail");
  });
  test("the other's device was not tried", () => {
    expect(judge(granted(0), { ...granted(1), ...making(EPERM, 5) }).verdict).toBe("inconclusive");
  });
});

describe("sibling-sees-none", () => {
  const judge = (sibling: MadeUp, own: MadeUp = granted(0)) =>
    new MadeUpFacts().pod("pair", { granted: own, sibling }).judge(siblingSeesNone("dra"));

  test("sees none, is refused", () => expect(judge(making(EPERM, 0)).verdict).toBe("pass"));
  test("sees it", () => expect(judge({ ...granted(0), ...making(undefined, 0) }).verdict).toBe("fail"));
  test("sees it under a name that nobody knows", () => {
    const hidden = { devices: [{ ...accelerator(0), path: "/opt/x" }] };
    expect(judge({ ...hidden, ...making(EPERM, 0) }).verdict).toBe("fail");
  });
  test("may write, though not read", () => {
    expect(judge({ made: [NULL, { ...accelerator(0), read: EPERM }] }).verdict).toBe("fail");
  });
  test("nothing was granted", () => expect(judge(making(EPERM, 0), {}).verdict).toBe("inconclusive"));
});

describe("made-node-refused", () => {
  const judge = (plain: MadeUp, asking: MadeUp = plain) =>
    new MadeUpFacts()
      .pod("holder", { probe: granted(0) })
      .pod("outsider", { plain, asking })
      .judge(madeNodeRefused("dra"));

  test("refused", () => expect(judge(making(EPERM, 0)).verdict).toBe("pass"));
  test("let in", () => expect(judge(making(undefined, 0)).verdict).toBe("fail"));
  test("let in when asked for by environment", () => {
    expect(judge(making(EPERM, 0), making(undefined, 0)).verdict).toBe("fail");
  });
  test("past the kernel's permission, to a driver without that device", () => {
    expect(judge(making("sh: can't open /x: No such device or address", 0)).verdict).toBe("fail");
  });
  test("refused already when the node is made", () => {
    expect(judge({ made: [NULL, { ...accelerator(0), mknod: "mknod: /x: Operation not permitted" }] }).verdict).toBe(
      "pass",
    );
  });
  test("no right to make any device node", () => {
    const none = {
      made: [
        { ...NULL, mknod: "mknod: /x: Operation not permitted" },
        { ...accelerator(0), mknod: "mknod: /x: Operation not permitted" },
      ],
    };
    expect(judge(none).verdict).toBe("inconclusive");
  });
  test("a file system on which no device opens", () => {
    const nodev = "sh: can't open /x: Permission denied";
    expect(
      judge({
        made: [
          { ...NULL, read: nodev, write: nodev },
          { ...accelerator(0), read: nodev, write: nodev },
        ],
      }).verdict,
    ).toBe("inconclusive");
  });
});

describe("unrequested-sees-none", () => {
  const judge = (outsider: MadeUp) =>
    new MadeUpFacts()
      .pod("holder", { probe: granted(0) })
      .pod("outsider", { probe: outsider })
      .judge(unrequestedSeesNone("dra"));

  test("sees none", () => expect(judge({}).verdict).toBe("pass"));
  test("sees another than the holder's", () => expect(judge(granted(1)).verdict).toBe("fail"));
  test("sees the holder's under another name", () => {
    expect(judge({ devices: [{ ...accelerator(0), path: "/tmp/disk" }] }).verdict).toBe("fail");
  });
});

describe("environment-adds-nothing", () => {
  const wishes = { KARAT_VISIBLE_DEVICES: "all", NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "all" };
  const judge = (plain: MadeUp, asking: MadeUp) =>
    new MadeUpFacts()
      .pod("outsider", { plain, asking: { environment: wishes, ...asking } })
      .judge(environmentAddsNothing("dra"));
  const fuse = { path: "/dev/fuse", type: "char" as const, major: 10, minor: 229 };

  test("nothing", () => expect(judge({}, {}).verdict).toBe("pass"));
  test("nothing beside what every container has here", () => {
    expect(judge({ devices: [fuse] }, { devices: [fuse] }).verdict).toBe("pass");
  });
  test("an accelerator", () => expect(judge({}, granted(0)).verdict).toBe("fail"));
  test("a device of another vendor", () => expect(judge({}, { devices: [fuse] }).verdict).toBe("fail"));
  test("the wish did not arrive", () => expect(judge({}, { environment: {} }).verdict).toBe("inconclusive"));
});

describe("mount-adds-nothing", () => {
  const mounts = ["/", "/run/nvidia-container-devices/all"];
  const judge = (asking: MadeUp) =>
    new MadeUpFacts().pod("outsider", { plain: {}, asking: { mounts, ...asking } }).judge(mountAddsNothing("dra"));
  const refusedWith = (status: number, message: string) =>
    new MadeUpFacts()
      .pod("without", { probe: {} })
      .note("outsider.created", "response", { method: "POST", path: "", status, body: { message } })
      .judge(mountAddsNothing("dra"));

  test("nothing", () => expect(judge({}).verdict).toBe("pass"));
  test("an accelerator", () => expect(judge(granted(0)).verdict).toBe("fail"));
  test("the mount did not arrive", () => expect(judge({ mounts: ["/"] }).verdict).toBe("inconclusive"));
  test("a cluster that admits no hostPath", () => {
    const judgement = refusedWith(
      403,
      'pods "asking" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes',
    );
    expect(judgement.verdict).toBe("pass");
    expect(judgement.expectations[0]!.seen).toContain("refused at admission");
  });
  test("a cluster whose policy admits no hostPath", () => {
    const message = "ValidatingAdmissionPolicy 'no-host' with binding 'all' denied request: hostPath is forbidden";
    expect(refusedWith(422, message).verdict).toBe("pass");
    expect(refusedWith(422, "spec.volumes[0].hostPath.type: Invalid value").verdict).toBe("inconclusive");
  });
  test("a refusal for another reason", () => expect(refusedWith(403, "exceeded quota").verdict).toBe("inconclusive"));
  test("an API server in trouble", () => expect(refusedWith(500, "hostPath").verdict).toBe("inconclusive"));
});

describe("a way of access that is not there", () => {
  const pool = {
    node: "node1",
    access: "dra" as const,
    vendor: "generic",
    devices: [],
    free: 0,
    driver: "gpu.karat.dev",
  };
  const inventory = (more: Partial<Inventory>): Inventory => ({
    cluster: { version: "v1.37.2", uidHash: "", platform: "linux/amd64" },
    minor: 37,
    apis: {},
    pools: [],
    ...more,
  });

  test("does not apply where another one is", () => {
    expect(onlyWhereServed("device-plugin")(inventory({ pools: [pool] }))).toContain("gpu.karat.dev on node1");
    const unknown = ["other.test/npu"];
    expect(onlyWhereServed("device-plugin")(inventory({ pools: [pool], unknown }))).toContain("other.test/npu");
  });
  test("applies where it is, though out of reach", () => {
    const leftOut = [{ node: "node2", access: "device-plugin" as const, devices: 1, reason: "cordoned" }];
    expect(onlyWhereServed("device-plugin")(inventory({ pools: [pool], leftOut }))).toBeUndefined();
  });
  test("is never waved through on a cluster without accelerators", () => {
    expect(onlyWhereServed("dra")(inventory({}))).toBeUndefined();
  });
});
