// The packets of the picture: a pool of elements that one call a frame moves. Elements are made once and used again; a
// frame costs one transform for each packet and touches anything else only where a slot gets another packet.

import type { Frame, MovingPacket } from '../../scene/frame.ts';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 58;
const HEIGHT = 28;
/** With more than so many under way, labels would only cover each other. */
const LABELS_UP_TO = 90;

interface Slot {
  readonly group: SVGGElement;
  readonly trail: SVGPathElement;
  readonly pattern: SVGRectElement;
  readonly label: SVGTextElement;
  readonly count: SVGTextElement;
  shown: string;
  packet: MovingPacket | undefined;
}

const make = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

const capsule = (name: string, grow: number): SVGRectElement =>
  make('rect', {
    class: name,
    x: -WIDTH / 2 - grow,
    y: -HEIGHT / 2 - grow,
    width: WIDTH + 2 * grow,
    height: HEIGHT + 2 * grow,
    rx: HEIGHT / 2 + grow,
  });

export class PacketPool {
  readonly #layer: SVGGElement;
  readonly #trails: SVGGElement;
  readonly #slots: Slot[] = [];
  #used = 0;

  constructor(layer: SVGGElement, trails: SVGGElement) {
    this.#layer = layer;
    this.#trails = trails;
  }

  paint(frame: Frame, isSelected: (packet: MovingPacket) => boolean): void {
    const { packets } = frame;
    this.#layer.classList.toggle('many', packets.length > LABELS_UP_TO);
    while (this.#slots.length < packets.length) this.#slots.push(this.#add());
    packets.forEach((packet, i) => this.#show(this.#slots[i]!, packet, isSelected(packet)));
    for (let i = packets.length; i < this.#used; i++) this.#hide(this.#slots[i]!);
    this.#used = packets.length;
  }

  packetOf(element: Element): MovingPacket | undefined {
    const group = element.closest('.packet');
    return this.#slots.find((slot) => slot.group === group)?.packet;
  }

  #add(): Slot {
    const group = make('g', { class: 'packet' });
    const pattern = capsule('pattern', 0);
    const label = make('text', { y: 5 });
    const count = make('text', { class: 'count', x: 27, y: -12 });
    group.append(capsule('halo', 5), capsule('outer', 4.5), capsule('body', 0), pattern, label, count);
    const trail = make('path', { class: 'trail', pathLength: 1 });
    this.#layer.append(group);
    this.#trails.append(trail);
    return { group, trail, pattern, label, count, shown: '', packet: undefined };
  }

  #show(slot: Slot, packet: MovingPacket, selected: boolean): void {
    slot.group.setAttribute('transform', `translate(${packet.x.toFixed(1)} ${packet.y.toFixed(1)})`);
    if (packet.outline) slot.trail.setAttribute('stroke-dasharray', `${packet.share.toFixed(4)} 2`);
    slot.packet = packet;
    const shown = `${packet.key} ${selected} ${packet.count} ${packet.outline ? packet.way : ''}`;
    if (slot.shown === shown) return;
    slot.shown = shown;
    slot.group.setAttribute(
      'class',
      `packet ${packet.kind}${packet.outline ? ' outline' : ''}${selected ? ' selected' : ''}`,
    );
    slot.group.style.setProperty('--conv', convColour(packet.colour));
    slot.pattern.setAttribute('fill', packet.pattern ? `url(#conv-pattern-${packet.pattern})` : 'none');
    slot.label.textContent = packet.label;
    slot.count.textContent = packet.count > 1 ? `×${packet.count}` : '';
    slot.group.removeAttribute('display');
    slot.trail.setAttribute('d', packet.outline ? packet.way : '');
  }

  #hide(slot: Slot): void {
    slot.group.setAttribute('display', 'none');
    slot.trail.setAttribute('d', '');
    slot.shown = '';
    slot.packet = undefined;
  }
}

export const convColour = (colour: number | undefined): string =>
  colour === undefined ? 'var(--text)' : `var(--conv-${colour + 1})`;
