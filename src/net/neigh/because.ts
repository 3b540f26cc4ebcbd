// Why ARP asked, kept silent, or a neighbour entry changed: the codes that arp.* and neigh.changed give as `because`.

export type ArpAskedBecause =
  /** A packet waits for the address. */
  | 'packet-waits'
  /** The entry is old and in use: is the neighbour still there? Asked of itself alone, by unicast. */
  | 'probe'
  /** Nobody asked: the host says that it is here (arp_notify). */
  | 'announce';

export type ArpIgnoredBecause =
  /** arp_ignore 1: the address is not on the device on which the question came. */
  | 'not-on-this-device'
  /** arp_ignore 2: it is, but the asker is not in its subnet. */
  | 'asker-in-other-subnet'
  /** arp_ignore 3: the address is for this host only. */
  | 'host-scope'
  /** arp_ignore 8. */
  | 'never'
  /** arp_filter: the way back to the asker leads through another device. */
  | 'way-back-elsewhere';

export type NeighBecause =
  | 'packet-waits'
  /** An answer to our question. */
  | 'answer'
  /** The neighbour asked for us, or was overheard: who it is, is known, but not that it hears us. */
  | 'overheard'
  | 'gratuitous'
  /** Not confirmed for as long as an entry counts as reachable. */
  | 'grew-old'
  /** An old entry is used: if nothing confirms it soon, it is probed. */
  | 'used'
  /** A transport saw progress. */
  | 'confirmed'
  | 'probe'
  | 'no-answer'
  | 'set-by-hand'
  | 'flushed'
  | 'link-down'
  | 'mac-changed';
