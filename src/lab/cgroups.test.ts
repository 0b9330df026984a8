import { describe, expect, test } from "vitest";
import { hierarchiesOf } from "./cgroups.js";
import { parseMountinfo } from "./mounts.js";

const V1 = `22 27 0:21 / /proc rw,relatime - proc proc rw
33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
99 31 0:30 / /mnt/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
98 31 0:44 /docker/x /mnt/part rw,relatime - cgroup cgroup rw,cpu,cpuacct
`;

describe("mountinfo", () => {
  test("reads fields, whatever optional ones stand before the dash", () => {
    expect(parseMountinfo(V1)[1]).toEqual({
      device: "0:30",
      root: "/",
      point: "/sys/fs/cgroup/cpu,cpuacct",
      type: "cgroup",
      superOptions: ["rw", "cpu", "cpuacct"],
    });
  });

  test("undoes octal escapes", () => {
    const [mount] = parseMountinfo(String.raw`1 2 8:1 / /with\040space\134 rw - ext4 /dev/sda rw`);
    expect(mount?.point).toBe("/with space\\");
  });
});

describe("hierarchies", () => {
  test("version 1: one a controller mount, named and unified ones too, each once and from its root", () => {
    expect(hierarchiesOf(parseMountinfo(V1)).map(({ mount, version }) => [mount, version])).toEqual([
      ["/sys/fs/cgroup/cpu,cpuacct", 1],
      ["/sys/fs/cgroup/systemd", 1],
      ["/sys/fs/cgroup/unified", 2],
    ]);
  });

  test("version 2: one", () => {
    const text = "35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n";
    expect(hierarchiesOf(parseMountinfo(text))).toEqual([{ mount: "/sys/fs/cgroup", version: 2, controllers: [] }]);
  });
});
