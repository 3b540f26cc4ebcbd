// How long a frame takes. One speed and one length for all links: a lesson's packets should be comparable at a glance.

/** 1 Gbit/s. */
export const LINK_BITS_PER_US = 1000;
/** From one host's device through the switch to another's. */
export const PROPAGATION_US = 40;
/** From sending to receiving on a host's own loopback. */
export const LOOPBACK_US = 10;

export const serializationUs = (bytes: number): number => Math.ceil((bytes * 8) / LINK_BITS_PER_US);
