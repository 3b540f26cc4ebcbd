// The sizes of what stands in a host's box, in stage units: for a screen in front of one, and for a back row. From the back
// row (smallest letters ≥ 1/40 of a 1080 line picture) the MAC addresses are left to the inspector.

export interface TypeSizes {
  readonly name: number;
  readonly role: number;
  readonly address: number;
  readonly small: number;
  /** A segment's name. */
  readonly label: number;
  /** Heights of lines. */
  readonly titleLine: number;
  readonly addressLine: number;
  /** 0: MACs are not shown. */
  readonly macLine: number;
  readonly smallLine: number;
  readonly pad: number;
  /** Between interfaces. */
  readonly nicGap: number;
  readonly clientWidth: number;
  readonly hostWidth: number;
  readonly directorWidth: number;
  /** How far from the box's edge a packet stands, and how large it is. */
  readonly dockAside: number;
  readonly dockAbove: number;
  readonly capsule: number;
}

export const NORMAL: TypeSizes = {
  name: 17,
  role: 13,
  address: 15,
  small: 12.7,
  label: 13,
  titleLine: 32,
  addressLine: 20,
  macLine: 17,
  smallLine: 18,
  pad: 12,
  nicGap: 6,
  clientWidth: 214,
  hostWidth: 214,
  directorWidth: 256,
  dockAside: 34,
  dockAbove: 20,
  capsule: 1,
};

export const LARGE: TypeSizes = {
  name: 25,
  role: 20.5,
  address: 22,
  small: 20.5,
  label: 20.5,
  titleLine: 37,
  addressLine: 27,
  macLine: 0,
  smallLine: 25,
  pad: 13,
  nicGap: 4,
  clientWidth: 276,
  hostWidth: 330,
  directorWidth: 372,
  dockAside: 45,
  dockAbove: 27,
  capsule: 1.36,
};

/** The width of a monospaced letter for each unit of its size, about. */
export const MONO = 0.605;
