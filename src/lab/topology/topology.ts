// A topology: the cluster as its author drew it. The JSON of the recorded sessions, with stage positions added. Validation
// (place, expected, found) is topology/parse.ts; building machines from it is lab.ts.

export interface Topology {
  readonly title: string;
  /** Switches. */
  readonly segments: readonly string[];
  readonly hosts: readonly HostSpec[];
  /** Stage positions, in the units of a 1000 × 600 picture. Hosts and segments that are missing here are laid out by role. */
  readonly stage?: { readonly [name: string]: { readonly x: number; readonly y: number } };
}

export interface HostSpec {
  readonly name: string;
  readonly role: string;
  readonly interfaces: readonly InterfaceSpec[];
  readonly gateway?: string;
  readonly routes?: readonly { readonly to: string; readonly via: string }[];
  /** Set at boot, as /etc/sysctl.d would: 'net.ipv4.ip_forward': 1. */
  readonly sysctl?: { readonly [key: string]: number | string };
  readonly modules?: readonly string[];
  /** Pages served by httpd: port → path → body. */
  readonly http?: { readonly [port: string]: { readonly [path: string]: string } };
  /** Files that lie there at boot beside the image's own: path → text. */
  readonly files?: { readonly [path: string]: string };
}

export interface InterfaceSpec {
  readonly name: string;
  readonly segment: string;
  readonly mac?: string;
  /** '192.168.10.1/24' */
  readonly addresses?: readonly string[];
}
