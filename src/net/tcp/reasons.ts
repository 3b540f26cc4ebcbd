// Why TCP throws a segment away, as data. The names follow the kernel's skb_drop_reason where it has one.

import type { Ipv4 } from '../wire/address.ts';

declare module '../contract.ts' {
  interface Reasons {
    /** Nothing of it lies in the receive window: an old copy, or from the future. It is answered with an ACK. */
    'tcp-out-of-window': { readonly seq: number; readonly expected: number; readonly window: number };
    /** A timestamp older than the last one (RFC 7323, PAWS). */
    'tcp-old-timestamp': { readonly value: number; readonly recent: number };
    /** It acknowledges what was never sent. */
    'tcp-ack-unsent': { readonly ack: number; readonly sent: number };
    'tcp-no-ack': { readonly state: string };
    /** A reset whose sequence number is not exactly the expected one (RFC 5961): answered with an ACK. */
    'tcp-bad-reset': { readonly seq: number; readonly expected: number };
    /** A SYN in the middle of a connection (RFC 5961). */
    'tcp-unexpected-syn': { readonly state: string };
    /** No connection has these addresses and ports; the sender is told with RST. */
    'tcp-no-connection': { readonly remote: Ipv4; readonly remotePort: number; readonly port: number };
    'tcp-reset-for-nobody': { readonly port: number };
    'tcp-accept-queue-full': { readonly port: number; readonly length: number; readonly limit: number };
    'tcp-syn-queue-full': { readonly port: number; readonly limit: number };
    /** Data for a program that has closed: answered with RST. */
    'tcp-data-after-close': { readonly state: string };
    /** The window is closed: the data cannot be kept. */
    'tcp-zero-window': { readonly port: number };
    'tcp-time-wait': { readonly port: number };
    'tcp-not-unicast': { readonly dst: Ipv4 };
  }
}

export type {};
