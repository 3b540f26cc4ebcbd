// The sizes of what stands in a host's box, in stage units: for a screen in front of one, and for a back row. From the back
// row the MAC addresses are left to the inspector.

export interface TypeSizes {
  readonly name: number;
  readonly role: number;
  readonly address: number;
  readonly small: number;
  /** Heights of lines. */
  readonly titleLine: number;
  readonly addressLine: number;
  /** 0: MACs are not shown. */
  readonly macLine: number;
  readonly smallLine: number;
  readonly pad: number;
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
  titleLine: 32,
  addressLine: 20,
  macLine: 17,
  smallLine: 18,
  pad: 12,
  hostWidth: 214,
  directorWidth: 256,
  dockAside: 34,
  dockAbove: 20,
  capsule: 1,
};

export const LARGE: TypeSizes = {
  name: 25,
  role: 18,
  address: 22,
  small: 20.5,
  titleLine: 42,
  addressLine: 30,
  macLine: 0,
  smallLine: 27,
  pad: 13,
  hostWidth: 262,
  directorWidth: 348,
  dockAside: 45,
  dockAbove: 27,
  capsule: 1.36,
};

/** The width of a monospaced letter for each unit of its size, about. */
export const MONO = 0.605;
