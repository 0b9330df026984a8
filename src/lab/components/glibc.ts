import type { Component } from "../component.js";

const ARCHITECTURE = process.arch === "arm64" ? "aarch64" : "x86_64";
/** The dynamic linker's name, which every program that was linked against the library holds (System V ABI). */
export const LOADER = process.arch === "arm64" ? "ld-linux-aarch64.so.1" : "ld-linux-x86-64.so.2";

/** The linker first, then what Envoy asks for. */
const LIBRARIES = [LOADER, "libc.so.6", "libm.so.6", "libpthread.so.0", "librt.so.1", "libdl.so.2"];

export const glibc: Component = {
  name: "glibc",
  version: "2.36",
  purpose: "C library for the image of Envoy, the one program of the lab that is not static",
  source: {
    from: "debian",
    package: "libc6",
    files: Object.fromEntries(LIBRARIES.map((name) => [name, `lib/${ARCHITECTURE}-linux-gnu/${name}`])),
  },
  buildSeconds: 3,
  profile: "full",
};
